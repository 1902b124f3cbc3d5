import { addTexts } from "./index.js";
import { peopleEn } from "./people-en.js";
import { peopleZhHans } from "./people-zh-hans.js";

addTexts({ en: peopleEn, "zh-Hans": peopleZhHans });
