
// Hands the editor above to the component that draws it; sent to a page once, since it never changes.
globalThis.kpiCodeMirror = CodeMirror;
globalThis.dispatchEvent(new Event("kpi-codemirror"));
export default function () {}
