// A sentence of a report as plain text: what is meant in it marked, what stands around it paler.
export default function ({ data, parentElement }) {
  const place = parentElement.querySelector(".sentence");
  place.replaceChildren();
  for (const [text, role] of data.pieces) {
    const piece = document.createElement(role === "mark" ? "mark" : "span");
    if (role === "near") piece.className = "near";
    piece.textContent = text;
    place.append(piece);
  }
}
