import { readFileSync } from "node:fs";
import { defineConfig, type Plugin } from "vite";

const PAGE = "src/link/page.html";
const SCRIPT = "link.js";
const STYLE = "src/link/style.css";

/** Put the script and the styles into the page, which is one file. */
function page(): Plugin {
  return {
    name: "page",
    generateBundle(_, bundle) {
      const file = bundle[SCRIPT];
      if (file?.type !== "chunk") throw new Error("The page has one script");
      const script = file.code.trim().replace(/\n\s+/g, "\n").replaceAll("</script", "<\\/script");
      const style = readFileSync(STYLE, "utf-8")
        .replace(/\/\*.*?\*\//gs, "")
        .replace(/\s+/g, " ")
        .replace(/ ?([{};]) ?/g, "$1")
        .replace(/([:,]) /g, "$1")
        .replaceAll(";}", "}")
        .replace(/([ :(,])0\./g, "$1.")
        .trim();
      const html = readFileSync(PAGE, "utf-8")
        .replace(/\n\s*/g, "")
        .replaceAll(" />", ">")
        .replace("></style>", () => `>${style}</style>`)
        .replace("></script>", () => `>${script}</script>`);
      Reflect.deleteProperty(bundle, SCRIPT);
      this.emitFile({ type: "asset", fileName: "page.html", source: `${html}\n` });
    },
  };
}

/** Reproducible build of the page of a link, for browsers since 2022. */
export default defineConfig({
  plugins: [page()],
  build: {
    target: ["safari16", "chrome100"],
    outDir: "../custom_components/cloudprint/inbox",
    emptyOutDir: false,
    lib: { entry: "src/link/main.ts", formats: ["iife"], name: "link", fileName: () => SCRIPT },
    minify: true,
    reportCompressedSize: false,
  },
});
