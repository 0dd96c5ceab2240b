// The published folder: its pages, and a server for them that knows nothing of the program.
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, relative, sep } from "node:path";

const TYPES = {
  ".css": "text/css",
  ".csv": "text/csv",
  ".html": "text/html; charset=utf-8",
  ".jpg": "image/jpeg",
  ".js": "text/javascript",
  ".json": "application/json",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".xml": "application/xml",
};

// Every file, every page (a page that only redirects is not one), with its address on the server.
export function read(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join("/"))
    .sort();
  const html = files
    .filter((file) => file.endsWith(".html"))
    .map((file) => ({ file, path: join(folder, file), address: address(file), text: readFileSync(join(folder, file), "utf8") }));
  const redirects = html.filter((page) => page.text.includes('http-equiv="refresh"'));
  const pages = html.filter((page) => !redirects.includes(page));
  return { folder, files, pages, redirects };
}

// A page for an unknown address is read where readers meet it: below an address that is not there.
function address(file) {
  if (file.endsWith("404.html")) return `/${file.slice(0, -"404.html".length)}no/such/page/`;
  return `/${file.replace(/(^|\/)index\.html$/, "$1")}`;
}

// What a static host does: `/a/` is `a/index.html`, and anything unknown the nearest 404.html.
export function serve(folder) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
    const found = existsSync(file) && statSync(file).isFile();
    const sent = found ? file : notFound(folder, path);
    response.writeHead(found ? 200 : 404, { "content-type": TYPES[extname(sent)] ?? "application/octet-stream" });
    createReadStream(sent).pipe(response);
  });
  return new Promise((ready) => {
    server.listen(0, "127.0.0.1", () =>
      ready({ origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() }),
    );
  });
}

function notFound(folder, path) {
  const own = join(folder, path.split("/")[1] ?? "", "404.html");
  return existsSync(own) ? own : join(folder, "404.html");
}
