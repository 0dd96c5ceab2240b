// Pictures as they are published: each says how large it is and what it shows, none is loaded from
// elsewhere, and no file of the site holds what a camera or a program wrote into it.
import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { tally } from "./tally.mjs";

// EXIF in JPEG, PNG and WebP; XMP; the notes of Photoshop; comments of drawing programs.
const NOTES = ["Exif\0\0", "eXIf", "EXIF", "http://ns.adobe.com/xap/", "Photoshop 3.0", "<metadata", "inkscape:"];
const PICTURE = /\.(png|jpe?g|webp|gif|svg)$/i;

export function images({ folder, files, pages }) {
  const faults = [];
  for (const page of pages) {
    for (const [tag] of page.text.matchAll(/<img\b[^>]*>/g)) {
      const value = (name) => tag.match(new RegExp(`\\s${name}="([^"]*)"`))?.[1];
      for (const name of ["src", "alt", "width", "height"]) {
        if (value(name) === undefined) faults.push(`${page.file}: no ${name} in ${tag}`);
      }
      const named = [value("src"), ...(value("srcset") ?? "").split(", ").map((one) => one.split(" ")[0])];
      for (const path of named.filter(Boolean)) {
        const file = posix.join(posix.dirname(page.file), decodeURIComponent(path));
        if (!files.includes(file)) faults.push(`${page.file}: ${path} is no file of the site`);
      }
    }
  }
  tally("every picture has its size, its words and its files", faults);
  // What is in `static/` of the theme is the theme's.
  const own = files.filter((file) => PICTURE.test(file) && !file.startsWith("static/"));
  const telling = own.filter((file) => {
    const text = readFileSync(join(folder, file), "latin1");
    return NOTES.some((note) => text.includes(note));
  });
  tally("no picture tells of its camera or its author", telling);
}
