import { defineConfig } from "vitest/config";

/** Reproducible build of a single file. */
export default defineConfig({
  build: {
    target: "es2022",
    outDir: "../custom_components/cloudprint/frontend",
    emptyOutDir: false,
    modulePreload: false,
    license: { fileName: "THIRD_PARTY_NOTICES.md" },
    rolldownOptions: {
      input: "src/index.ts",
      output: { entryFileNames: "cloudprint-card.js", codeSplitting: false },
    },
    minify: true,
    reportCompressedSize: false,
  },
  test: {
    environment: "happy-dom",
    include: ["test/**/*.test.ts"],
    restoreMocks: true,
  },
});
