// Has this browser remember the name of who writes.
export default function ({ data }) {
  const name = encodeURIComponent(data.name);
  document.cookie = `${data.cookie}=${name}; max-age=31536000; path=/; samesite=lax`;
}
