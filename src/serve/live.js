// The preview's own: loads a page again when it has changed, and lays mistakes over it.
// It is added when a page is served, and is in no published file.
(() => {
  const shown = document.currentScript.dataset.page;
  let closed = "";
  let layer;

  const style = `
    :host { position: fixed; inset: 0; z-index: 2147483647; overflow: auto; background: #0009;
      font: 16px/1.5 system-ui, sans-serif; }
    section { box-sizing: border-box; max-width: 60rem; margin: 4vh auto; padding: 1.25rem 1.5rem 1.5rem;
      background: #fff; color: #1b1b1b; border-top: 6px solid #b3261e; }
    h2 { margin: 0 0 .25rem; font-size: 1.25rem; }
    h3 { margin: 1.5rem 0 0; font-size: 1rem; overflow-wrap: anywhere; }
    p { margin: .25rem 0; overflow-wrap: anywhere; }
    code, pre { font: 14px/1.45 ui-monospace, monospace; }
    pre { margin: .5rem 0 0; padding: .75rem; overflow: auto; background: #f3f3f1; }
    button { float: right; font: inherit; padding: .25rem .75rem; }
    @media (prefers-color-scheme: dark) {
      section { background: #1d1f21; color: #eee; border-color: #ff8a80; }
      pre { background: #2a2d30; }
    }
    @media print { :host { display: none; } }`;

  const make = (name, text, ...children) => {
    const element = document.createElement(name);
    if (text) element.textContent = text;
    element.append(...children);
    return element;
  };

  const close = () => {
    layer?.host.remove();
    layer = undefined;
  };

  const tell = ({ mistakes, mendable }) => {
    const errors = mistakes.filter((mistake) => mistake.severity === "error");
    const known = JSON.stringify(errors);
    if (!errors.length) closed = "";
    close();
    if (!errors.length || known === closed) return;
    const host = make("div");
    layer = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    layer.adoptedStyleSheets = [sheet];
    const button = make("button", "Close (Escape)");
    const dismiss = () => {
      closed = known;
      close();
    };
    button.addEventListener("click", dismiss);
    const all = errors.reduce((sum, one) => sum + one.more, errors.length);
    const count = all === 1 ? "1 mistake" : `${all} mistakes`;
    const title = make("h2", `${count} to mend`);
    title.id = "title";
    const box = make("section", "", button, title, make("p", "Until then, what lies below stays as it was."));
    box.setAttribute("role", "alertdialog");
    box.setAttribute("aria-labelledby", "title");
    box.tabIndex = -1;
    if (mendable) {
      const by = make("code", "belegg check --fix");
      box.append(make("p", "", `${mendable} of these can be mended by `, by));
    }
    for (const one of errors.slice(0, 20)) {
      box.append(make("h3", one.message));
      if (one.place) box.append(make("p", "", make("code", one.place)));
      if (one.help) box.append(make("p", `What to do: ${one.help}`));
      if (one.excerpt) box.append(make("pre", one.excerpt));
    }
    const rest = all - Math.min(errors.length, 20);
    if (rest) box.append(make("p", `… and ${rest} more`));
    layer.dismiss = dismiss;
    layer.append(box);
    document.documentElement.append(host);
    box.focus({ preventScroll: true });
  };

  // Wherever the keyboard is.
  addEventListener("keydown", (event) => event.key === "Escape" && layer?.dismiss());

  // A browser has few connections to one address: only what somebody looks at keeps one open.
  let events;
  const listen = () => {
    events?.close();
    events = undefined;
    if (document.hidden) return;
    const path = encodeURIComponent(location.pathname);
    events = new EventSource(`/__belegg/events?path=${path}`);
    events.addEventListener("message", ({ data }) => {
      const news = JSON.parse(data);
      if (news.page === shown) return tell(news);
      // What comes until then is told to the new page; a second reload upon a first has
      // brought Chromium down.
      events.close();
      location.reload();
    });
  };
  addEventListener("pageshow", listen);
  addEventListener("pagehide", () => events?.close());
  document.addEventListener("visibilitychange", listen);
})();
