/** How long the browser has to begin, before the text is forgotten, milliseconds. */
const KEPT_MS = 60_000;

/** Gives the viewer a file of what the page knows already. */
export function download(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
