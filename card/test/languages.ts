/** Loads the texts of both languages, as the card does one. */
import { en } from "../src/texts/en.js";
import { addTexts } from "../src/texts/index.js";
import { zhHans } from "../src/texts/zh-hans.js";

addTexts({ en, "zh-Hans": zhHans });
