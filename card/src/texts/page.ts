import { addTexts } from "./index.js";
import { pageEn } from "./page-en.js";
import { pageZhHans } from "./page-zh-hans.js";

addTexts({ en: pageEn, "zh-Hans": pageZhHans });
