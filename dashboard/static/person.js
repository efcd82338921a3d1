// Remembers in this browser the name of who writes, and gives it back to a page that does not know it yet.
const PERSON = "kpi_person";

export default function ({ data, setStateValue }) {
  try {
    if (data.name) window.localStorage.setItem(PERSON, data.name);
    else setStateValue("name", window.localStorage.getItem(PERSON) || "");
  } catch {
    // a browser that keeps nothing: the name is typed again
  }
}
