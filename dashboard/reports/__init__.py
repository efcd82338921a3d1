"""Reports as a reader sees them: text and pages with marked facts, evidence, corrections, and reports handed in.

A fact is shown in its place here; series, targets and their charts are not.
The pages that use it are the sources and the adding of reports."""
