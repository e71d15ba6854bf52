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
         * Code
         * @description Short name that people use, unique among its kind at the site.
         * @example A-101
         */
        Code: string;
        /**
         * Dispute
         * @description A tenant doubts a bill or a meter: while it is open the account is not cut, and what has been cut for its debt is restored.
         * @example {
         *       "id": "3",
         *       "accountId": "15",
         *       "reason": "The meter runs without load",
         *       "openedBy": "anna@example.org",
         *       "openedAt": "2026-03-10T04:00:00.000Z",
         *       "reviewAt": "2026-03-17T04:00:00.000Z",
         *       "closedAt": null,
         *       "closedBy": null,
         *       "outcome": null,
         *       "version": 1
         *     }
         */
        Dispute: {
            /**
             * Id
             * @description Identifies the dispute.
             */
            readonly id: components["schemas"]["Id"];
            /**
             * Account
             * @description The account it is about.
             */
            accountId: components["schemas"]["Id"];
            /**
             * Reason
             * @description What is doubted.
             * @example The meter runs without load
             */
            reason: string;
            /**
             * Opened by
             * @description Who opened it.
             * @example anna@example.org
             */
            readonly openedBy: string;
            /**
             * Opened
             * @description When it was opened.
             */
            readonly openedAt: components["schemas"]["Instant"];
            /**
             * Review
             * @description When somebody must look at it; it stays open until it is closed.
             */
            reviewAt: components["schemas"]["Instant"];
            /**
             * Closed
             * Format: date-time
             * @description When it was closed; null while it is open.
             * @example 2026-03-10T04:00:00.000Z
             */
            readonly closedAt: string | null;
            /**
             * Closed by
             * @description Who closed it.
             * @example ben@example.org
             */
            readonly closedBy: string | null;
            /**
             * Outcome
             * @description What it came to.
             * @example The meter was checked and is right
             */
            readonly outcome: string | null;
            /**
             * Version
             * @description Counts the changes; its ETag is this number in quotes.
             * @example 1
             */
            readonly version: number;
        };
        /**
         * Hold on all cuts
         * @description While one stands, the Supply Guard lets no cut through; restorations go on. It outlives restarts.
         * @example {
         *       "id": "4",
         *       "siteId": null,
         *       "setBy": "anna@example.org",
         *       "reason": "Payment channel is down",
         *       "setAt": "2026-03-10T04:00:00.000Z",
         *       "releasedAt": null,
         *       "releasedBy": null,
         *       "version": 1
         *     }
         */
        GuardHold: {
            /**
             * Id
             * @description Identifies the hold.
             */
            readonly id: components["schemas"]["Id"];
            /**
             * Site
             * @description The site that it holds; null: all of them.
             * @example 12
             */
            siteId: string | null;
            /**
             * Set by
             * @description Who set it.
             * @example anna@example.org
             */
            readonly setBy: string;
            /**
             * Reason
             * @description Why, in a sentence.
             * @example Payment channel is down
             */
            reason: string;
            /**
             * Set
             * @description When it was set.
             */
            readonly setAt: components["schemas"]["Instant"];
            /**
             * Released
             * Format: date-time
             * @description When it was released; null while it stands.
             * @example 2026-03-10T04:00:00.000Z
             */
            readonly releasedAt: string | null;
            /**
             * Released by
             * @description Who released it.
             * @example ben@example.org
             */
            readonly releasedBy: string | null;
            /**
             * Version
             * @description Counts the changes; its ETag is this number in quotes.
             * @example 1
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
         * Id
         * @description Identifies a stored thing: a positive whole number in decimal digits.
         * @example 42
         */
        Id: string;
        /**
         * Instant
         * Format: date-time
         * @description RFC 3339 instant with an offset; answered in UTC with milliseconds.
         * @example 2026-01-31T08:00:00.000Z
         */
        Instant: string;
        /**
         * Amount
         * @description Money in the currency's unit with at most six decimals, as a decimal string, so that no float touches it.
         * @example 128.5
         * @example -0.000001
         */
        MoneyMicros: string;
        /**
         * Policy profile
         * @description A named set of rules for cutting supply.
         * @example {
         *       "id": "1",
         *       "code": "mainland-china",
         *       "title": "Mainland China",
         *       "rules": {
         *         "graceMinutes": 1440,
         *         "noticeLevel": "delivered",
         *         "warnings": [
         *           "low-balance",
         *           "very-low-balance"
         *         ],
         *         "readingFreshIntervals": 3,
         *         "meterMaxSilenceMinutes": 120,
         *         "intentExpirySeconds": 60,
         *         "approvalRequired": false,
         *         "noCutOnWeekends": true,
         *         "noCutOnHolidays": true,
         *         "noCutInWeatherBans": true,
         *         "friendlyHours": [
         *           {
         *             "days": [
         *               1,
         *               2,
         *               3,
         *               4,
         *               5,
         *               6,
         *               7
         *             ],
         *             "from": "17:00",
         *             "to": "08:30"
         *           }
         *         ]
         *       },
         *       "version": 1
         *     }
         */
        PolicyProfile: {
            readonly id: components["schemas"]["Id"];
            code: components["schemas"]["Code"];
            /**
             * Title
             * @description Name of the profile.
             */
            title: string;
            rules: components["schemas"]["PolicyRules"];
            /**
             * Version
             * @description Counts the changes; its ETag is this number in quotes.
             */
            readonly version: number;
        };
        /**
         * Supply rules
         * @description When supply may be cut for debt, under one policy profile. Life safety, lock-outs, protections, disputes, payment plans and unknown payments bind every profile.
         * @example {
         *       "graceMinutes": 1440,
         *       "noticeLevel": "delivered",
         *       "warnings": [
         *         "low-balance",
         *         "very-low-balance"
         *       ],
         *       "readingFreshIntervals": 3,
         *       "meterMaxSilenceMinutes": 120,
         *       "intentExpirySeconds": 60,
         *       "approvalRequired": false,
         *       "noCutOnWeekends": true,
         *       "noCutOnHolidays": true,
         *       "noCutInWeatherBans": true,
         *       "friendlyHours": [
         *         {
         *           "days": [
         *             1,
         *             2,
         *             3,
         *             4,
         *             5,
         *             6,
         *             7
         *           ],
         *           "from": "17:00",
         *           "to": "08:30"
         *         }
         *       ]
         *     }
         */
        PolicyRules: {
            /**
             * Grace period
             * @description Minutes from the delivery of the notice to the earliest cut.
             * @example 1440
             */
            graceMinutes: number;
            /**
             * Least delivery level
             * @description How far the notice must be known to have come before the grace period starts.
             * @example delivered
             * @enum {unknown}
             */
            noticeLevel: "accepted" | "delivered" | "read";
            /**
             * Warnings
             * @description Which of the account's two warning levels are told to the tenant.
             * @example [
             *       "low-balance",
             *       "very-low-balance"
             *     ]
             */
            warnings: ("low-balance" | "very-low-balance")[];
            /**
             * Freshness of readings
             * @description Reading intervals of the metering point after which its last reading is too old to cut by.
             * @example 3
             */
            readingFreshIntervals: number;
            /**
             * Longest silence
             * @description Minutes without a reading after which the meter counts as offline.
             * @example 120
             */
            meterMaxSilenceMinutes: number;
            /**
             * Life of a command
             * @description Seconds from the signing of a command to the instant after which no device may act on it.
             * @example 60
             */
            intentExpirySeconds: number;
            /**
             * Approval required
             * @description Whether a person approves the cuts of each debt.
             * @example false
             */
            approvalRequired: boolean;
            /**
             * No cut at weekends
             * @description Whether Saturdays and Sundays are free of cuts, but for those that the site's calendar says are worked.
             * @example true
             */
            noCutOnWeekends: boolean;
            /**
             * No cut on holidays
             * @description Whether the holidays of the site's calendar are free of cuts.
             * @example true
             */
            noCutOnHolidays: boolean;
            /**
             * No cut in weather bans
             * @description Whether the weather bans of the site's calendar, for forecast heat or frost, are free of cuts.
             * @example true
             */
            noCutInWeatherBans: boolean;
            /**
             * Friendly hours
             * @description Hours of the site's day in which nothing is cut; what has been cut before stays so.
             */
            friendlyHours: {
                /**
                 * Days
                 * @description Days of the week on which they begin, 1 is Monday.
                 * @example [
                 *       1,
                 *       2,
                 *       3,
                 *       4,
                 *       5
                 *     ]
                 */
                days: number[];
                /**
                 * From
                 * @description Local time at which they begin.
                 * @example 17:00
                 */
                from: string;
                /**
                 * To
                 * @description Local time at which they end; at or before the beginning means the next day.
                 * @example 08:30
                 */
                to: string;
            }[];
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
        /**
         * Supply decision
         * @description Why a point is supplied or not: which facts, which rule, which outcome, which version. Kept for every change, and never altered.
         * @example {
         *       "id": "900",
         *       "supplyPointId": "5",
         *       "accountId": "15",
         *       "at": "2026-03-10T04:00:00.000Z",
         *       "desired": "on",
         *       "rule": "credit",
         *       "blockedBy": [
         *         "grace-over"
         *       ],
         *       "balanceVersion": "12",
         *       "steps": [
         *         {
         *           "rule": "credit",
         *           "kind": "authority",
         *           "outcome": "on",
         *           "decisive": true,
         *           "facts": {
         *             "accountId": "15",
         *             "blockedBy": [
         *               "grace-over"
         *             ]
         *           },
         *           "version": "mainland-china@1"
         *         },
         *         {
         *           "rule": "grace-over",
         *           "kind": "condition",
         *           "outcome": "fails",
         *           "decisive": true,
         *           "facts": {
         *             "over": "2026-03-11T04:00:00.000Z"
         *           },
         *           "version": "mainland-china@1"
         *         }
         *       ]
         *     }
         */
        SupplyDecision: {
            /**
             * Id
             * @description Identifies the decision.
             */
            id: components["schemas"]["Id"];
            /**
             * Supply point
             * @description The point it is about.
             */
            supplyPointId: components["schemas"]["Id"];
            /**
             * Account
             * @description The account that pays; null where nobody does.
             * @example 12
             */
            accountId: string | null;
            /**
             * At
             * @description When it was decided.
             */
            at: components["schemas"]["Instant"];
            /**
             * Wish
             * @description What it wishes.
             * @example on
             * @enum {unknown}
             */
            desired: "on" | "off";
            /**
             * Rule
             * @description The highest authority that had a say.
             * @example life-safety
             * @enum {unknown}
             */
            rule: "life-safety" | "lock-out" | "protection" | "manual-order" | "credit" | "bms-order" | "no-account";
            /**
             * Blocked by
             * @description Every condition of a cut by debt that fails.
             * @example [
             *       "grace-over"
             *     ]
             */
            blockedBy: ("below-limit" | "unprotected" | "no-dispute" | "no-payment-plan" | "notice-delivered" | "grace-over" | "outside-friendly-hours" | "no-weekend" | "no-holiday" | "no-weather-ban" | "reading-fresh" | "meter-online" | "no-unknown-payment" | "commands-expire" | "no-hold" | "approved")[];
            /**
             * Balance version
             * @description Version of the energy balance that it was made on; null where nobody pays.
             * @example 12
             */
            balanceVersion: string | null;
            /**
             * Steps
             * @description All that was asked, the highest authority first, then each condition.
             */
            steps: {
                /**
                 * Rule
                 * @description Who was asked, or which condition of a cut by debt was looked at.
                 * @example life-safety
                 * @enum {unknown}
                 */
                rule: "life-safety" | "lock-out" | "protection" | "manual-order" | "credit" | "bms-order" | "no-account" | "below-limit" | "unprotected" | "no-dispute" | "no-payment-plan" | "notice-delivered" | "grace-over" | "outside-friendly-hours" | "no-weekend" | "no-holiday" | "no-weather-ban" | "reading-fresh" | "meter-online" | "no-unknown-payment" | "commands-expire" | "no-hold" | "approved";
                /**
                 * Kind
                 * @description Whether it is a rank of authority or a condition.
                 * @example authority
                 * @enum {unknown}
                 */
                kind: "authority" | "condition";
                /**
                 * Outcome
                 * @description Of an authority its wish, or that it is silent; of a condition whether it holds, or fails and speaks against the cut.
                 * @example on
                 * @enum {unknown}
                 */
                outcome: "on" | "off" | "silent" | "holds" | "fails";
                /**
                 * Decisive
                 * @description Whether this step settled the decision.
                 * @example true
                 */
                decisive: boolean;
                /**
                 * Facts
                 * @description What it rests on; amounts are decimal strings in the account's currency, instants RFC 3339.
                 * @example {
                 *       "balance": "-10.5",
                 *       "limit": "-10"
                 *     }
                 */
                facts: {
                    [key: string]: unknown;
                };
                /**
                 * Version
                 * @description Policy profile and its version.
                 * @example mainland-china@1
                 */
                version: string;
            }[];
        };
        /**
         * Supply order
         * @description A wish of a person, a building management system or an automation. A person outranks credit; the others have a say only where nobody pays.
         * @example {
         *       "id": "8",
         *       "supplyPointId": "5",
         *       "authority": "manual",
         *       "wish": "off",
         *       "orderedBy": "anna@example.org",
         *       "reason": "Water damage in the unit",
         *       "fromAt": "2026-03-10T04:00:00.000Z",
         *       "untilAt": null,
         *       "endedAt": null,
         *       "endedBy": null,
         *       "version": 1
         *     }
         */
        SupplyOrder: {
            /**
             * Id
             * @description Identifies the order.
             */
            readonly id: components["schemas"]["Id"];
            /**
             * Supply point
             * @description The point it is about.
             */
            supplyPointId: components["schemas"]["Id"];
            /**
             * Authority
             * @description Whose order it is.
             * @example manual
             * @enum {unknown}
             */
            authority: "manual" | "bms" | "automation";
            /**
             * Wish
             * @description Supplied or not.
             * @example on
             * @enum {unknown}
             */
            wish: "on" | "off";
            /**
             * Ordered by
             * @description Who gave it.
             * @example anna@example.org
             */
            readonly orderedBy: string;
            /**
             * Reason
             * @description Why, in a sentence.
             * @example Water damage in the unit
             */
            reason: string;
            /**
             * From
             * @description When it begins.
             */
            readonly fromAt: components["schemas"]["Instant"];
            /**
             * Until
             * Format: date-time
             * @description When it ends by itself; null: when it is ended.
             * @example 2026-03-10T04:00:00.000Z
             */
            untilAt: string | null;
            /**
             * Ended
             * Format: date-time
             * @description When it was ended; null while it stands.
             * @example 2026-03-10T04:00:00.000Z
             */
            readonly endedAt: string | null;
            /**
             * Ended by
             * @description Who ended it.
             * @example ben@example.org
             */
            readonly endedBy: string | null;
            /**
             * Version
             * @description Counts the changes; its ETag is this number in quotes.
             * @example 1
             */
            readonly version: number;
        };
        /**
         * Supply point
         * @description A metering point whose supply a relay can take away: what is wished, what the relay says, and what is verified.
         * @example {
         *       "id": "5",
         *       "siteId": "1",
         *       "meteringPointId": "31",
         *       "relayPointId": "201",
         *       "loadPointId": "202",
         *       "loadIdle": "5",
         *       "lifeSafety": false,
         *       "desired": "on",
         *       "reported": "on",
         *       "verified": "on",
         *       "evidence": "relay",
         *       "state": "on",
         *       "stateSince": "2026-03-10T04:00:00.000Z",
         *       "alarms": [],
         *       "version": 1
         *     }
         */
        SupplyPoint: {
            /**
             * Id
             * @description Identifies the supply point.
             */
            id: components["schemas"]["Id"];
            /**
             * Site
             * @description The site it belongs to.
             */
            siteId: components["schemas"]["Id"];
            /**
             * Metering point
             * @description Where its use is measured.
             */
            meteringPointId: components["schemas"]["Id"];
            /**
             * Relay
             * @description The point that switches it.
             */
            relayPointId: components["schemas"]["Id"];
            /**
             * Load
             * @description The point that measures power or current behind the relay; null where none does, and then a cut is verified by the relay alone.
             * @example 12
             */
            loadPointId: string | null;
            /**
             * Idle load
             * @description The most power or current that counts as none, in the load point's unit (W or A), as a decimal string.
             * @example 5
             */
            loadIdle: string;
            /**
             * Life safety
             * @description Whether it feeds fire protection, lifts or medical devices: then nothing ever switches it.
             * @example false
             */
            readonly lifeSafety: boolean;
            /**
             * Wish
             * @description What the decision in force wishes.
             * @example on
             * @enum {unknown}
             */
            readonly desired: "on" | "off";
            /**
             * Reported
             * @description What the relay last said; null where it never did.
             * @example on
             * @enum {unknown}
             */
            readonly reported: "on" | "off" | null;
            /**
             * Verified
             * @description What relay and load together prove.
             * @example on
             * @enum {unknown}
             */
            readonly verified: "on" | "off" | "unknown";
            /**
             * Evidence
             * @description What the verification rests on; null where nothing is verified.
             * @example relay
             * @enum {unknown}
             */
            readonly evidence: "relay" | "relay-and-load" | null;
            /**
             * State
             * @description Where it stands: `drawing` is cut but still drawing, `contrary` is switched against the wish, `unreachable` is offline.
             * @example on
             * @enum {unknown}
             */
            readonly state: "on" | "off" | "cutting" | "restoring" | "unknown" | "drawing" | "contrary" | "unreachable";
            /**
             * Since
             * @description When the state began.
             */
            readonly stateSince: components["schemas"]["Instant"];
            /**
             * Alarms
             * @description Alarms that stand; each has its repair item.
             * @example []
             */
            readonly alarms: ("paid-but-off" | "cut-but-drawing" | "cut-but-on" | "command-unknown" | "command-refused")[];
            /**
             * Version
             * @description Counts the changes; its ETag is this number in quotes.
             * @example 1
             */
            readonly version: number;
        };
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
export type Code = components['schemas']['Code'];
export type Dispute = components['schemas']['Dispute'];
export type GuardHold = components['schemas']['GuardHold'];
export type Health = components['schemas']['Health'];
export type Id = components['schemas']['Id'];
export type Instant = components['schemas']['Instant'];
export type MoneyMicros = components['schemas']['MoneyMicros'];
export type PolicyProfile = components['schemas']['PolicyProfile'];
export type PolicyRules = components['schemas']['PolicyRules'];
export type Problem = components['schemas']['Problem'];
export type QuantityMicros = components['schemas']['QuantityMicros'];
export type SupplyDecision = components['schemas']['SupplyDecision'];
export type SupplyOrder = components['schemas']['SupplyOrder'];
export type SupplyPoint = components['schemas']['SupplyPoint'];
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
