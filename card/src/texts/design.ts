import { designEn } from "./design-en.js";
import { designZhHans } from "./design-zh-hans.js";
import { addTexts } from "./index.js";

addTexts({ en: designEn, "zh-Hans": designZhHans });
