// Carries a report to the page. It stands apart from what is open in it, so that Streamlit sends it once.
const KEPT = 3;

export default function ({ data }) {
  const known = (globalThis.kpiReports ??= new Map());
  if (!known.has(data.version)) known.set(data.version, JSON.parse(data.report));
  for (const version of known.keys()) if (known.size > KEPT && version !== data.version) known.delete(version);
  document.dispatchEvent(new CustomEvent("kpi-report"));
}
