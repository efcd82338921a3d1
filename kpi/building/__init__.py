"""The work as a whole: the order of the stages, and all reports of a config into a build, on one core or many.

`pipeline` alone knows which stage follows which; around it stand the jobs that read, watch, try and serve.
Rules of the language or of judging have no place here."""
