import {
  mdiAlertCircleOutline,
  mdiCamera,
  mdiCancel,
  mdiCheck,
  mdiCheckCircle,
  mdiChevronDown,
  mdiClipboardTextOutline,
  mdiClockAlertOutline,
  mdiClose,
  mdiCloudOffOutline,
  mdiFileDocumentOutline,
  mdiFileUploadOutline,
  mdiHelpCircleOutline,
  mdiLockOutline,
  mdiMinus,
  mdiPauseCircleOutline,
  mdiPlay,
  mdiPlus,
  mdiPrinter,
  mdiPrinterAlert,
  mdiPrinterOff,
  mdiReload,
  mdiSendClock,
  mdiTextBoxEditOutline,
  mdiTrayFull,
} from "@mdi/js";
import { html, type TemplateResult } from "lit";

const PATHS = {
  alert: mdiAlertCircleOutline,
  camera: mdiCamera,
  canceled: mdiCancel,
  check: mdiCheck,
  finished: mdiCheckCircle,
  chevron: mdiChevronDown,
  clipboard: mdiClipboardTextOutline,
  expired: mdiClockAlertOutline,
  close: mdiClose,
  document: mdiFileDocumentOutline,
  file: mdiFileUploadOutline,
  help: mdiHelpCircleOutline,
  held: mdiPauseCircleOutline,
  lock: mdiLockOutline,
  minus: mdiMinus,
  offline: mdiCloudOffOutline,
  play: mdiPlay,
  plus: mdiPlus,
  printer: mdiPrinter,
  printerAlert: mdiPrinterAlert,
  printerOff: mdiPrinterOff,
  reload: mdiReload,
  sending: mdiSendClock,
  text: mdiTextBoxEditOutline,
  queued: mdiTrayFull,
} as const;

export type Icon = keyof typeof PATHS;

/** Return an icon that only accompanies a text. */
export function icon(name: Icon): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${PATHS[name]} /></svg>`;
}

/** The icon of each state of a job. */
export function iconOfState(state: string): Icon {
  switch (state) {
    case "held":
      return "held";
    case "submitting":
    case "submitted":
      return "sending";
    case "queued":
      return "queued";
    case "printing":
      return "printer";
    case "finished":
      return "finished";
    case "failed":
      return "alert";
    case "canceled":
      return "canceled";
    case "expired":
      return "expired";
    default:
      return "help";
  }
}
