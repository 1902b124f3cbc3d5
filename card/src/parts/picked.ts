/** The parts that show picked content. A design, which is loaded on its own, uses some of them. */
import "./batch.js";
import "./staged.js";
