// What the server cannot do: the clipboard, keys, focus, light and dark. No text is ever put in as markup.
(() => {
  const say = (words) => {
    const live = document.getElementById("kqa-live");
    if (live) { live.textContent = ""; setTimeout(() => { live.textContent = words; }, 30); }
  };
  const copy = async (words) => {
    try {
      await navigator.clipboard.writeText(words);
    } catch {
      // Without a secure context (another host over http) there is no clipboard API.
      const field = document.createElement("textarea");
      field.value = words;
      document.body.append(field);
      field.select();
      document.execCommand("copy");
      field.remove();
    }
    say("Copied");
  };
  const flash = (button, words) => {
    const label = button.querySelector("b") || button;
    const before = label.textContent;
    label.textContent = words;
    setTimeout(() => { label.textContent = before; }, 1200);
  };
  let kept = null;
  try { kept = localStorage.getItem("kqa-mode"); } catch { /* private window */ }
  if (kept) {
    // Gradio sets the mode of the system when it starts; the choice made here comes after.
    new MutationObserver((_, watcher) => {
      if (!document.querySelector(".gradio-container")) return;
      watcher.disconnect();
      document.body.classList.toggle("dark", kept === "dark");
    }).observe(document.documentElement, { childList: true, subtree: true });
  }
  const mode = (dark) => {
    document.body.classList.toggle("dark", dark);
    try { localStorage.setItem("kqa-mode", dark ? "dark" : "light"); } catch { /* private window */ }
  };
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const copying = target?.closest("[data-copy]");
    const linking = target?.closest("[data-link]");
    if (copying) { copy(copying.dataset.copy); flash(copying, "Copied"); }
    if (linking) {
      const url = new URL(location.href);
      url.search = "?" + new URLSearchParams({ q: linking.dataset.link });
      url.hash = "";
      copy(url.href);
      flash(linking, "Link copied");
    }
    if (target?.closest("[data-mode]")) mode(!document.body.classList.contains("dark"));
    for (const open of document.querySelectorAll(".kqa .copy[open]")) {
      if (!open.contains(target)) open.removeAttribute("open");
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector(".kqa .copy[open]");
    if (menu) { menu.removeAttribute("open"); menu.querySelector("summary").focus(); return; }
    document.querySelector("#panel [data-act=close]")?.click();
  });
  let ready = false;
  let waiting = null;
  // A button pressed before the page has its state waits for it; of several, the last.
  window.kqaWhenReady = (work) => { if (ready) work(); else waiting = work; };
  window.kqaStart = () => {
    ready = true;
    waiting?.();
    // On a phone the focus would open the keyboard over the first screen.
    if (matchMedia("(min-width: 861px)").matches) document.querySelector("#composer textarea")?.focus({ preventScroll: true });
  };
  window.kqaSay = say;
  window.kqaSave = (file) => {
    const url = URL.createObjectURL(new Blob([file.dataset.text], { type: file.dataset.type + ";charset=utf-8" }));
    const anchor = document.createElement("a");
    anchor.href = url;
    anchor.download = file.dataset.name;
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
    say("Saved " + file.dataset.name);
  };
})();
