"""The page of the indicator map: the draft, its editor and form, its preview, earlier versions, why a sentence failed.

All of it works on one text of config.yaml, which `kpi` reads, tries and saves.
Nothing here is used by another page."""
