// Generated from schemas/ by `npm run generate`: change those.
export interface paths {
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Is the process alive?
         * @description Answers as long as the process can answer at all. Restart it when this fails.
         */
        get: operations["health.live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Is the instance ready to serve?
         * @description Asks the parts that requests depend on. Send no requests to an instance that is not ready.
         */
        get: operations["health.ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Plugin manifest
         * @description A plugin's plugin.json: what it is and contributes, readable without running any of its code.
         */
        PluginManifest: {
            /**
             * Schema
             * @description For editors.
             */
            $schema?: string;
            /**
             * Id
             * @description Unique among all plugins; kept for ever.
             * @example driver-mqtt
             */
            id: string;
            /**
             * Version
             * @description Semantic version of the plugin.
             */
            version: string;
            /**
             * Contract versions
             * @description Caret range of the contracts the plugin was written for; another major version is refused.
             * @example ^1.0.0
             */
            api: string;
            title: components["schemas"]["PluginManifest"]["$defs"]["localizedText"];
            description?: components["schemas"]["PluginManifest"]["$defs"]["localizedText"];
            /**
             * Isolation
             * @description Where it runs: in the core's process, or in a process of its own.
             * @enum {unknown}
             */
            isolation: "shared" | "process";
            /**
             * Entry
             * @description Module whose default export is definePlugin(…).
             * @default ./index.ts
             */
            entry: components["schemas"]["PluginManifest"]["$defs"]["path"];
            /**
             * Configuration schema
             * @description JSON Schema of the plugin's own configuration; leave out when there is none.
             */
            configSchema?: components["schemas"]["PluginManifest"]["$defs"]["path"];
            /**
             * Failure policy
             * @description What a failure at start means: `optional` opens a repair item, `required` also marks the core not ready.
             * @default optional
             * @enum {unknown}
             */
            startup: "optional" | "required";
            /**
             * Contributions
             * @description What it adds, by extension point.
             */
            contributes: {
                /**
                 * Meter drivers
                 * @description Field protocols.
                 */
                meterDrivers?: {
                    type: components["schemas"]["PluginManifest"]["$defs"]["type"];
                    title: components["schemas"]["PluginManifest"]["$defs"]["localizedText"];
                    connectionSchema: components["schemas"]["PluginManifest"]["$defs"]["path"];
                    pointSchema: components["schemas"]["PluginManifest"]["$defs"]["path"];
                    /**
                     * Capabilities
                     * @description What the conformance suite may expect.
                     */
                    capabilities: {
                        /**
                         * Reads on request
                         * @description Whether a point can be asked for its value.
                         */
                        read: boolean;
                        /**
                         * Writes
                         * @description Whether points can be written.
                         */
                        write: boolean;
                        /**
                         * Discovers
                         * @description Whether devices can be found.
                         */
                        discover: boolean;
                        /**
                         * Expiring commands
                         * @description Whether a command surely has no effect after its expiry; without it nothing is cut automatically.
                         */
                        expiringCommands: boolean;
                    };
                }[];
                /**
                 * Payment providers
                 * @description Channels that money comes in by.
                 */
                paymentProviders?: {
                    type: components["schemas"]["PluginManifest"]["$defs"]["type"];
                    title: components["schemas"]["PluginManifest"]["$defs"]["localizedText"];
                    connectionSchema: components["schemas"]["PluginManifest"]["$defs"]["path"];
                    /**
                     * Capabilities
                     * @description What the conformance suite may expect.
                     */
                    capabilities: {
                        /**
                         * Calls back
                         * @description Whether the channel reports by signed callbacks.
                         */
                        callbacks: boolean;
                        /**
                         * Refunds
                         * @description Whether money can go back the way it came.
                         */
                        refunds: boolean;
                        /**
                         * Statements
                         * @description Whether a day's bill can be fetched.
                         */
                        statements: boolean;
                        /**
                         * Staff only
                         * @description Whether only staff may take payments by it, such as cash.
                         */
                        staffOnly: boolean;
                    };
                }[];
                /**
                 * Tariff strategies
                 * @description Ways to price use.
                 */
                tariffStrategies?: {
                    type: components["schemas"]["PluginManifest"]["$defs"]["type"];
                    title: components["schemas"]["PluginManifest"]["$defs"]["localizedText"];
                    termsSchema: components["schemas"]["PluginManifest"]["$defs"]["path"];
                }[];
                /**
                 * Notification channels
                 * @description Ways to reach people.
                 */
                notificationChannels?: {
                    type: components["schemas"]["PluginManifest"]["$defs"]["type"];
                    title: components["schemas"]["PluginManifest"]["$defs"]["localizedText"];
                    connectionSchema: components["schemas"]["PluginManifest"]["$defs"]["path"];
                    addressSchema: components["schemas"]["PluginManifest"]["$defs"]["path"];
                    /**
                     * Capabilities
                     * @description What the core and the conformance suite may expect.
                     */
                    capabilities: {
                        /**
                         * Declares
                         * @description The furthest delivery level it can report.
                         * @enum {unknown}
                         */
                        declares: "accepted" | "delivered" | "read";
                        /**
                         * Longest text
                         * @description In characters.
                         */
                        maxTextLength: number;
                    };
                }[];
            };
            /**
             * Permissions
             * @description What it may reach outside of its scope; shown for consent when it is installed.
             */
            permissions?: {
                /**
                 * Network
                 * @description Protocol and port that it connects to.
                 */
                network?: string[];
            };
            $defs: {
                /**
                 * Text
                 * @description Text by language tag; English is always there.
                 */
                localizedText: {
                    [key: string]: string;
                };
                /**
                 * File
                 * @description Path inside the plugin's folder.
                 */
                path: string;
                /**
                 * Type
                 * @description Name of the contribution, unique in its extension point.
                 */
                type: string;
            };
        };
        /**
         * Connection
         * @description A plugin's connection to devices or to a service, with its settings and how it fares.
         * @example {
         *       "id": "61",
         *       "siteId": "1",
         *       "pluginId": "driver-example",
         *       "extensionPoint": "meterDrivers",
         *       "type": "example",
         *       "name": "Building broker",
         *       "config": {
         *         "host": "127.0.0.1",
         *         "password": "••••••••"
         *       },
         *       "enabled": true,
         *       "state": "enabled",
         *       "health": {
         *         "status": "up",
         *         "detail": "Connected."
         *       },
         *       "lastError": null,
         *       "version": 1
         *     }
         */
        Connection: {
            /**
             * Id
             * @description Identifies the connection.
             */
            readonly id: string;
            /**
             * Site
             * @description The site it serves.
             */
            readonly siteId: string;
            /**
             * Plugin
             * @description Which plugin.
             */
            pluginId: string;
            /**
             * Extension point
             * @description What the plugin contributes to.
             * @enum {unknown}
             */
            extensionPoint: "meterDrivers" | "paymentProviders" | "notificationChannels";
            /**
             * Type
             * @description Which of the plugin's contributions.
             */
            type: string;
            /**
             * Name
             * @description Name of the connection, for people.
             */
            name: string;
            /**
             * Settings
             * @description As the contribution's connection schema describes them. Each secret reads as ••••••••; left so in a change, the stored one stays.
             */
            config?: Record<string, never>;
            /**
             * Enabled
             * @description Whether it runs.
             */
            enabled: boolean;
            /**
             * State
             * @description `opening`: being made. `enabled`: working. `degraded`: made, but its health is not up or it keeps crashing. `failed`: could not be made. `disabled`: stopped on purpose.
             * @enum {unknown}
             */
            readonly state?: "opening" | "enabled" | "degraded" | "failed" | "disabled";
            /**
             * Health
             * @description How the connection fares now.
             */
            readonly health?: {
                /**
                 * Status
                 * @description `up`: working. `degraded`: working in part. `down`: not working.
                 * @enum {unknown}
                 */
                status: "up" | "degraded" | "down";
                /**
                 * Detail
                 * @description One sentence for a person.
                 */
                detail: string;
                /**
                 * Counters
                 * @description Counts since the start, by name.
                 */
                counters?: {
                    [key: string]: number;
                };
            };
            /**
             * Last error
             * @description What went wrong with the connection last; null while nothing has.
             */
            readonly lastError?: {
                /**
                 * Code
                 * @description Code of the error catalogue.
                 */
                code: string;
                /**
                 * Detail
                 * @description What happened, for a person; never a secret.
                 */
                detail: string;
                /**
                 * When
                 * Format: date-time
                 * @description When it happened.
                 */
                at: string;
            } | null;
            /**
             * Version
             * @description Counts the changes; its ETag is this number in quotes.
             */
            readonly version: number;
        };
        /**
         * Health
         * @description Whether the core, or a part of it, is fit to serve.
         * @example {
         *       "status": "ok",
         *       "parts": [
         *         {
         *           "name": "database",
         *           "status": "ok"
         *         }
         *       ]
         *     }
         */
        Health: {
            /**
             * Status
             * @description `ok`: serving. `degraded`: serving, but a part has failed. `down`: not serving.
             * @enum {unknown}
             */
            status: "ok" | "degraded" | "down";
            /**
             * Parts
             * @description The parts that were asked, such as the database and the jobs.
             */
            parts?: {
                /**
                 * Name
                 * @description Which part.
                 */
                name: string;
                /**
                 * Status
                 * @description How the part is.
                 * @enum {unknown}
                 */
                status: "ok" | "degraded" | "down";
                /**
                 * Detail
                 * @description What is wrong with it, and what to do.
                 */
                detail?: string;
            }[];
        };
        /**
         * Amount
         * @description Money in the currency's unit with at most six decimals, as a decimal string, so that no float touches it.
         * @example 128.5
         * @example -0.000001
         */
        MoneyMicros: string;
        /**
         * Notice delivery
         * @description A notice on its way by one channel to one address, or to the tenant's door.
         * @example {
         *       "id": "77",
         *       "noticeId": "42",
         *       "connectionId": "3",
         *       "state": "sent",
         *       "attempts": 1,
         *       "attemptAt": null,
         *       "acceptedAt": "2026-01-31T08:00:01.250Z",
         *       "deliveredAt": null,
         *       "readAt": null,
         *       "detail": null,
         *       "confirmedBy": null
         *     }
         */
        NoticeDelivery: {
            /**
             * Id
             * @description Id of the delivery.
             */
            id: string;
            /**
             * Notice
             * @description Id of the notice.
             */
            noticeId: string;
            /**
             * Connection
             * @description Id of the channel's connection; null where staff bring it to the door.
             */
            connectionId: string | null;
            /**
             * State
             * @description `queued`: to be sent, for the first time or again. `sent`: the channel took it. `failed`: the channel gave up. `undeliverable`: the channel took it, and later said that it could not be brought. `door`: staff are to bring it to the door.
             * @enum {unknown}
             */
            state: "queued" | "sent" | "failed" | "undeliverable" | "door";
            /**
             * Attempts
             * @description Attempts begun so far.
             */
            attempts: number;
            /**
             * Next attempt
             * Format: date-time
             * @description When it is tried next, by the wall clock; null where it is not.
             */
            attemptAt: string | null;
            /**
             * Accepted
             * Format: date-time
             * @description When the channel took it; a mail server's 250 is no more than this.
             */
            acceptedAt: string | null;
            /**
             * Delivered
             * Format: date-time
             * @description When it was with the reader: by the channel's receipt, or as staff confirmed.
             */
            deliveredAt: string | null;
            /**
             * Read
             * Format: date-time
             * @description When it was opened.
             */
            readAt: string | null;
            /**
             * Detail
             * @description What the channel last said of a failure.
             */
            detail: string | null;
            /**
             * Confirmed by
             * @description Who brought it to the door.
             */
            confirmedBy: string | null;
        };
        /**
         * Notice
         * @description What a tenant, or the staff of a site, was told about one cause.
         * @example {
         *       "id": "42",
         *       "siteId": "1",
         *       "accountId": "7",
         *       "staffRole": null,
         *       "kind": "low-balance",
         *       "causeKey": "low-balance:13",
         *       "urgency": "normal",
         *       "language": "en",
         *       "subject": "Low balance: CN¥8.00 on account A-101",
         *       "text": "Dear Tea House,\n\nThe balance of account A-101 at Harbour Court is CN¥8.00, below the first warning level of CN¥20.00.\nPlease top up in time; nothing is cut at this point.",
         *       "requiredLevel": "accepted",
         *       "state": "delivered",
         *       "deadlineAt": null,
         *       "createdAt": "2026-01-31T08:00:00.000Z",
         *       "deliveredAt": "2026-01-31T08:00:01.250Z"
         *     }
         */
        Notice: {
            /**
             * Id
             * @description Id of the notice.
             */
            id: string;
            /**
             * Site
             * @description Id of the site that it comes from.
             */
            siteId: string;
            /**
             * Account
             * @description Id of the account whose tenant is told; null where it is for staff.
             */
            accountId: string | null;
            /**
             * Role
             * @description Role of the staff who are told; null where it is for a tenant.
             */
            staffRole: string | null;
            /**
             * Kind
             * @description What it is about.
             * @enum {unknown}
             */
            kind: "low-balance" | "very-low-balance" | "cut-coming" | "cut" | "restored" | "receipt" | "refund" | "repair-item";
            /**
             * Cause
             * @description The kind and what it was about, such as the debt episode; there is one notice for each.
             */
            causeKey: string;
            /**
             * Urgency
             * @description `high`: it did not wait for the end of quiet hours.
             * @enum {unknown}
             */
            urgency: "normal" | "high";
            /**
             * Language
             * @description BCP 47 tag of the language that it is written in.
             */
            language: string;
            /**
             * Subject
             * @description One line that says the essentials.
             */
            subject: string;
            /**
             * Text
             * @description Plain text; whoever shows it escapes it.
             */
            text: string;
            /**
             * Required level
             * @description The least level that counts as delivered: `accepted` by the channel, `delivered` to the reader, or `read`.
             * @enum {unknown}
             */
            requiredLevel: "accepted" | "delivered" | "read";
            /**
             * State
             * @description `open`: on its way, or waiting at the staff's to be brought to the door. `delivered`: the required level was reached. `undeliverable`: no channel was left.
             * @enum {unknown}
             */
            state: "open" | "delivered" | "undeliverable";
            /**
             * Deadline
             * Format: date-time
             * @description The deadline that it names: no cut before this instant. Null for notices of other kinds.
             */
            deadlineAt: string | null;
            /**
             * Written
             * Format: date-time
             * @description When its cause was committed.
             */
            createdAt: string;
            /**
             * Delivered
             * Format: date-time
             * @description When the required level was reached; grace periods start here. Null while it is not.
             */
            deliveredAt: string | null;
        };
        /**
         * Plugin
         * @description A plugin that was found, whether it works or not.
         * @example {
         *       "id": "driver-example",
         *       "title": {
         *         "en": "Example meters",
         *         "zh-CN": "示例仪表"
         *       },
         *       "version": "1.2.0",
         *       "api": "^1.0.0",
         *       "startup": "optional",
         *       "state": "enabled",
         *       "network": [
         *         "tcp:1883"
         *       ],
         *       "contributions": [
         *         {
         *           "point": "meterDrivers",
         *           "type": "example",
         *           "title": {
         *             "en": "Example meters"
         *           },
         *           "capabilities": {
         *             "read": true,
         *             "write": true,
         *             "discover": true,
         *             "expiringCommands": true
         *           }
         *         }
         *       ],
         *       "health": {
         *         "status": "up",
         *         "detail": "Running.",
         *         "counters": {
         *           "connections": 1,
         *           "failedConnections": 0,
         *           "degradedConnections": 0
         *         }
         *       },
         *       "lastError": null
         *     }
         */
        Plugin: {
            /**
             * Id
             * @description Id of its manifest; `refused:` and the folder's name where that cannot be read or is taken.
             */
            readonly id: string;
            /**
             * Title
             * @description Name by language tag; English is always there.
             */
            readonly title: {
                [key: string]: string;
            };
            /**
             * Version
             * @description Version of the plugin; null while its manifest cannot be read.
             */
            readonly version: string | null;
            /**
             * Contract versions
             * @description Range of the contracts that it was written for; null while its manifest cannot be read.
             */
            readonly api: string | null;
            /**
             * Failure policy
             * @description `required`: its failure makes this instance not ready.
             * @enum {unknown}
             */
            readonly startup: "optional" | "required";
            /**
             * State
             * @description `installed`: its files are valid. `configured`: its configuration is. `tested`: its code is loaded and has registered. `enabled`: it can be called. `degraded`: enabled, but a part of it fails. `failed`: see the last error. `disabled`, `removed`: stopped on purpose.
             * @enum {unknown}
             */
            readonly state: "installed" | "configured" | "tested" | "enabled" | "degraded" | "failed" | "disabled" | "removed";
            /**
             * Network
             * @description Protocol and port of what it says it connects to.
             */
            readonly network: string[];
            /**
             * Contributions
             * @description What it adds.
             */
            readonly contributions: {
                /**
                 * Extension point
                 * @description What it adds to.
                 * @enum {unknown}
                 */
                point: "meterDrivers" | "paymentProviders" | "tariffStrategies" | "notificationChannels";
                /**
                 * Type
                 * @description Its name in the extension point.
                 */
                type: string;
                /**
                 * Title
                 * @description Name by language tag.
                 */
                title: {
                    [key: string]: string;
                };
                /**
                 * Capabilities
                 * @description What it can do; the names depend on the extension point.
                 */
                capabilities: Record<string, never>;
            }[];
            /**
             * Health
             * @description How the plugin fares now.
             */
            readonly health: {
                /**
                 * Status
                 * @description `up`: working. `degraded`: working in part. `down`: not working.
                 * @enum {unknown}
                 */
                status: "up" | "degraded" | "down";
                /**
                 * Detail
                 * @description One sentence for a person.
                 */
                detail: string;
                /**
                 * Counters
                 * @description Counts since the start, by name.
                 */
                counters?: {
                    [key: string]: number;
                };
            };
            /**
             * Last error
             * @description What went wrong with it last; null while nothing has.
             */
            readonly lastError: {
                /**
                 * Code
                 * @description Code of the error catalogue.
                 */
                code: string;
                /**
                 * Detail
                 * @description What happened, for a person; never a secret.
                 */
                detail: string;
                /**
                 * When
                 * Format: date-time
                 * @description When it happened.
                 */
                at: string;
            } | null;
        };
        /**
         * Problem
         * @description What went wrong and what to do about it (RFC 9457). Match it by code: the codes are kept for ever and are listed in docs/errors.md.
         * @example {
         *       "type": "/api/docs/errors#decimal-invalid",
         *       "title": "Not a decimal",
         *       "status": 400,
         *       "detail": "Send a decimal string such as \"12.5\".",
         *       "code": "decimal-invalid",
         *       "retryable": false,
         *       "errors": [
         *         {
         *           "pointer": "/amount",
         *           "message": "\"12,5\" is not a decimal string."
         *         }
         *       ]
         *     }
         */
        Problem: {
            /**
             * Type
             * Format: uri-reference
             * @description Address of the code's documentation.
             */
            type: string;
            /**
             * Title
             * @description The code in words; the same for every occurrence.
             */
            title: string;
            /**
             * Status
             * @description HTTP status of the answer.
             */
            status: number;
            /**
             * Detail
             * @description This occurrence, and what to do about it.
             */
            detail?: string;
            /**
             * Request
             * Format: uri-reference
             * @description Identifies the request, for the logs.
             */
            instance?: string;
            /**
             * Code
             * @description Stable name of the error.
             */
            code: string;
            /**
             * Retryable
             * @description Whether the same request may succeed later, unchanged.
             */
            retryable: boolean;
            /**
             * Places
             * @description Every place in the request that is wrong.
             */
            errors?: {
                /**
                 * Pointer
                 * @description JSON pointer into the body, or the name of the parameter.
                 * @example /amount
                 */
                pointer: string;
                /**
                 * Message
                 * @description What is wrong there, and what is expected.
                 */
                message: string;
            }[];
        };
        /**
         * Quantity
         * @description A quantity in the utility's billing unit (kWh, m³, GJ, RT·h) with at most six decimals, as a decimal string.
         * @example 1042.37
         */
        QuantityMicros: string;
    };
    responses: {
        /** @description Any error */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
        PageCursor: string;
        /** @description How many items at most. */
        PageLimit: number;
        /**
         * @description The ETag of the version that the change was made from; a newer one refuses the change (412).
         * @example "7"
         */
        IfMatch: string;
        /**
         * @description Names this command once and for all: repeated with the same body it acts once and answers the same; with another body it is refused (409).
         * @example 6f1c9e0a-2f0b-4f5e-9d7a-3f5c2b1a0d9e
         */
        IdempotencyKey: string;
    };
    requestBodies: never;
    headers: {
        /**
         * @description The version of the resource; send it back in If-Match.
         * @example "7"
         */
        ETag: string;
    };
    pathItems: never;
}
export type PluginManifest = components['schemas']['PluginManifest'];
export type Connection = components['schemas']['Connection'];
export type Health = components['schemas']['Health'];
export type MoneyMicros = components['schemas']['MoneyMicros'];
export type NoticeDelivery = components['schemas']['NoticeDelivery'];
export type Notice = components['schemas']['Notice'];
export type Plugin = components['schemas']['Plugin'];
export type Problem = components['schemas']['Problem'];
export type QuantityMicros = components['schemas']['QuantityMicros'];
export type ResponseProblem = components['responses']['Problem'];
export type ParameterPageCursor = components['parameters']['PageCursor'];
export type ParameterPageLimit = components['parameters']['PageLimit'];
export type ParameterIfMatch = components['parameters']['IfMatch'];
export type ParameterIdempotencyKey = components['parameters']['IdempotencyKey'];
export type HeaderETag = components['headers']['ETag'];
export type $defs = Record<string, never>;
export interface operations {
    "health.live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Alive */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "health.ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ready, perhaps degraded */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description Not ready */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "down",
                     *       "parts": [
                     *         {
                     *           "name": "database",
                     *           "status": "down",
                     *           "detail": "It does not answer."
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Health"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
}
