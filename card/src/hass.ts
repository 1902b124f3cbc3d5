/** The part of the frontend's interfaces that the card uses. */

interface Connection {
  subscribeMessage<Message>(
    callback: (message: Message) => void,
    command: { type: string; [field: string]: unknown },
    options?: { resubscribe?: boolean },
  ): Promise<() => Promise<void>>;
}

interface Auth {
  readonly data: { readonly access_token: string };
  readonly expired: boolean;
  refreshAccessToken(): Promise<void>;
}

/** The user's language, date and number settings. */
export interface Locale {
  readonly language: string;
  readonly number_format?: string;
  readonly time_format?: string;
  readonly time_zone?: string;
}

interface EntityEntry {
  readonly platform?: string;
  readonly translation_key?: string;
  readonly device_id?: string;
}

/** A folder or a file of the media browser. */
export interface MediaItem {
  readonly title: string;
  readonly media_content_id: string;
  readonly media_content_type: string;
  readonly can_expand: boolean;
  readonly thumbnail: string | null;
}

export interface MediaFolder extends MediaItem {
  readonly children: readonly MediaItem[];
  readonly not_shown: number;
}

type Localize = (key: string, values?: Record<string, unknown>) => string;

/** The `hass` object; replaced whenever anything in it changes. */
export interface HomeAssistant {
  readonly connection: Connection;
  readonly connected: boolean;
  readonly auth: Auth;
  readonly locale: Locale;
  readonly language: string;
  readonly user?: { readonly id: string; readonly is_admin: boolean; readonly name: string };
  readonly config: { readonly time_zone: string; readonly components: readonly string[] };
  readonly states: Readonly<Record<string, { readonly state: string } | undefined>>;
  readonly entities: Readonly<Record<string, EntityEntry | undefined>>;
  fetchWithAuth(path: string): Promise<Response>;
  callWS<Answer>(command: { type: string; [field: string]: unknown }): Promise<Answer>;
  loadBackendTranslation(category: string, integration: string): Promise<Localize>;
}
