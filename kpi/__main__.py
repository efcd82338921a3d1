"""`python3 -m kpi …`: the command line, after a set-up where one is needed."""

from kpi.bootstrap import prepare

if __name__ == "__main__":
    prepare("kpi")

    from kpi.cli import main

    raise SystemExit(main())
