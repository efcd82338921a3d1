// On a phone the menu lies over the page: once a page is chosen in it, it closes, as Streamlit's own menu does where the
// pages stand in the sidebar.
function closeMenuOnChoice() {
  document.removeEventListener("click", closedByChoice);
  document.addEventListener("click", closedByChoice);
}

function closedByChoice(event) {
  const sidebar = event.target.closest?.('[data-testid="stSidebar"]');
  if (!sidebar || !event.target.closest("a[href]") || !liesOverThePage(sidebar)) return;
  // after Streamlit has taken the click
  setTimeout(() => sidebar.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click(), 0);
}

function liesOverThePage(sidebar) {
  const page = document.querySelector('[data-testid="stMain"]');
  return Boolean(page) && page.getBoundingClientRect().left < sidebar.getBoundingClientRect().right - 1;
}

