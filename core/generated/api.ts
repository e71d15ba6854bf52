// Generated from schemas/ by `npm run generate`: change those.
export interface paths {
    "/api/v1/instance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a sign-in page must know
         * @description Whether there is an owner, whether it is the demo, which languages there are; for everybody.
         */
        get: operations["instance.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/setup/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far the instance is set up
         * @description What a first working building needs, counted, and what comes next.
         */
        get: operations["setup.progress"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/setup/demo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the demo building stands
         * @description Whether it can be loaded into this instance, how far loading has come, and whom it has made.
         */
        get: operations["setup.demo"];
        put?: never;
        /**
         * Load the demo building
         * @description Fills an instance without sites with a whole demo building that lives at the speed of the wall clock. It cannot be taken back. Loading goes on after the answer; live events of the topic `setup` tell of each step. Sent again after a failure, it goes on where it stopped.
         */
        post: operations["setup.loadDemo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payment-orders/{id}/receipt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a receipt
         * @description The data of a receipt, of orders that were paid and credited.
         */
        get: operations["paymentOrders.receipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payment-orders/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Words of the channel on an order
         * @description Callbacks that the channel has sent and answers that it has given about an order, the newest first.
         */
        get: operations["paymentOrders.events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}/spending": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Spending of an account
         * @description Each spending limit of an account, with its present period and what was spent in it so far.
         */
        get: operations["accounts.spending"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plugins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List plugins
         * @description All plugins that were found, with their state, contributions and health.
         */
        get: operations["plugins.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plugins/{pluginId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a plugin
         * @description One plugin by its id, with the schemas that forms are made from.
         */
        get: operations["plugins.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plugins/{pluginId}/icon": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a plugin's icon
         * @description An SVG image, under a policy of its own by which nothing in it runs.
         */
        get: operations["plugins.icon"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plugins/{pluginId}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a plugin's log
         * @description The last lines that it logged and that were logged about it; secrets are taken out.
         */
        get: operations["plugins.logs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plugins/{pluginId}/logs/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow a plugin's log
         * @description Server-sent events `lines`, each a plugin log with the lines that are new, oldest first: at first the last ones, then each that comes. The id is the last one's sequence, and what comes after Last-Event-ID is told.
         */
        get: operations["plugins.followLogs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plugins/{pluginId}/diagnostics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download a plugin's diagnostics
         * @description All that is known of it in one document, secrets masked.
         */
        get: operations["plugins.diagnostics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plugins/{pluginId}/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a plugin's configuration
         * @description What is in force of its own configuration, for a form; secrets are masked.
         */
        get: operations["plugins.settings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plugins/{pluginId}/configurations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a plugin's kept configurations
         * @description Every configuration that was kept is a version; secrets are masked.
         */
        get: operations["plugins.configurations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/configurations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a connection's kept settings
         * @description Settings that were kept, each a version; secrets are masked.
         */
        get: operations["connections.configurations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how a connection fares
         * @description Its state and health as they are now, what went wrong last, and the newest that it has read.
         */
        get: operations["connections.status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/trace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a connection's trace
         * @description How it stands, and what was recorded, oldest first. Where a gateway shows personal data, only owners and managers may read.
         */
        get: operations["connections.trace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/trace/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow a connection's trace
         * @description Server-sent events `trace`, each a connection trace with the entries that are new, oldest first; the id is the last one's sequence, and what comes after Last-Event-ID is told. The stream ends with the trace.
         */
        get: operations["connections.followTrace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/trace/download": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download a connection's trace
         * @description All entries that are kept, as JSON lines or as a table.
         */
        get: operations["connections.downloadTrace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dashboard-widgets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List dashboard widgets
         * @description What the plugins that work now contribute to dashboards, and those of their pages that are for a role of the caller's.
         */
        get: operations["dashboardWidgets.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payment-channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List payment channels
         * @description The ways to pay that work now, at the sites of the caller.
         */
        get: operations["paymentChannels.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/callback/{connectionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A payment channel calls
         * @description For channels alone: what comes is handed as it is to the connection's provider, which verifies it, and answered as the channel expects it. What is not genuine changes nothing.
         */
        post: operations["payments.callback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulk/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export the registry to a file
         * @description Sites, spaces, tenants, meters and all else that files are read of, as far as the caller may see them: a sheet for each kind, a column for each field that can be set, things named by their codes rather than by ids. What is exported can be imported again, and changes nothing then.
         */
        get: operations["bulk.export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulk/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check a file before it is imported
         * @description Says what importing the file would do: what would be made, what changed, what left alone, and at which cell what is to be mended. Everything is judged as it would be by hand, and nothing is written.
         */
        post: operations["bulk.check"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulk/annotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get a file back with remarks
         * @description The file as a workbook, with two more columns: what would become of each row, and what is to be mended. Cells that are wrong are coloured. Mended, it can be sent as it is: the two columns are passed over.
         */
        post: operations["bulk.annotate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulk/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import a file
         * @description Makes and changes all that the file describes, in one transaction: all of it or nothing. Each object is admitted, judged and audited as if it were made or changed by hand. What the file does not name stays as it is; nothing is ever removed.
         */
        post: operations["bulk.apply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
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
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Figures for Prometheus
         * @description Counters and gauges in Prometheus' text format.
         */
        get: operations["metrics.read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This document
         * @description The contract that this instance serves.
         */
        get: operations["docs.contract"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The reference
         * @description The reference of the API, for people.
         */
        get: operations["docs.page"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/docs/errors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The errors
         * @description What each error means and what to do about it; the `type` of a problem leads to its place here.
         */
        get: operations["docs.errors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/docs/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A part of the reference
         * @description Scripts and styles of the reference.
         */
        get: operations["docs.asset"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/setup/owner": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make the first owner
         * @description Makes the owner of an empty instance with the token that it printed at its start. The token works once.
         */
        post: operations["setup.owner"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in
         * @description Starts a session, kept in a cookie. Attempts are limited by address and by e-mail.
         */
        post: operations["auth.signIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign out
         * @description Ends the session.
         */
        post: operations["auth.signOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who am I?
         * @description Who is signed in, with which roles.
         */
        get: operations["auth.session"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for a sign-in code
         * @description Sends a code and a link by e-mail to whom the address belongs; whether it is anybody's is not told. The newest code is valid, once, for ten minutes and three attempts.
         */
        post: operations["auth.requestCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/sign-in-with-code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in by a code
         * @description Starts a session, kept in a cookie, with the code of an e-mail.
         */
        post: operations["auth.signInWithCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Complete signing in
         * @description Starts the session that waits for a second factor, by a code of the authenticator or a recovery code.
         */
        post: operations["auth.completeSignIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/second-factor/begin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set a second factor up
         * @description Makes the secret of an authenticator and recovery codes. It counts once it is confirmed.
         */
        post: operations["auth.beginSecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/second-factor/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm a second factor
         * @description From now on signing in takes it. The caller's other sessions end.
         */
        post: operations["auth.confirmSecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/second-factor/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a second factor up
         * @description From now on signing in takes none. The caller's other sessions end.
         */
        post: operations["auth.disableSecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/change-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change one's password
         * @description Sets a new password. The caller's other sessions end.
         */
        post: operations["auth.changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change one's profile
         * @description Sets what the caller is called and the language that they are written to in.
         */
        post: operations["auth.changeProfile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List one's sessions
         * @description Where the caller is signed in, the newest first.
         */
        get: operations["auth.listSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/sessions/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a session
         * @description Signs the caller out in one place, at once.
         */
        post: operations["auth.endSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Shut somebody out
         * @description Ends their sessions and API keys at once; their roles stay and count for nothing. The last owner of the instance cannot be shut out.
         */
        post: operations["users.disable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let somebody in again
         * @description They can sign in again, with the roles that they hold. API keys do not come back.
         */
        post: operations["users.enable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List invitations
         * @description The invitations that the caller may see, page by page.
         */
        get: operations["invitations.list"];
        put?: never;
        /**
         * Invite somebody
         * @description Sends a link by e-mail that makes them a user with the role; the link is told to the caller too. Owners invite to every role, managers to role tenant.
         */
        post: operations["invitations.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/{id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take an invitation back
         * @description Its links work no more. One that was accepted stays as it is.
         */
        post: operations["invitations.revoke"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept an invitation
         * @description Makes the user, gives them the role and signs them in. Who is a user already signs in first and accepts then.
         */
        post: operations["invitations.accept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List API keys
         * @description The API keys of the caller.
         */
        get: operations["apiKeys.list"];
        put?: never;
        /**
         * Make an API key
         * @description Makes a key that acts as the caller. It is told once.
         */
        post: operations["apiKeys.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an API key
         * @description The key stops working at once.
         */
        delete: operations["apiKeys.revoke"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List users
         * @description Everybody who can sign in.
         */
        get: operations["users.list"];
        put?: never;
        /**
         * Let somebody in
         * @description Makes a user, who may do nothing until roles are assigned.
         */
        post: operations["users.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/role-assignments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List role assignments
         * @description The role assignments that the caller may see, page by page.
         */
        get: operations["roleAssignments.list"];
        put?: never;
        /**
         * Assign a role
         * @description Gives a user a role at a site, or at all sites.
         */
        post: operations["roleAssignments.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/role-assignments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get a role assignment
         * @description One role assignment by its id.
         */
        get: operations["roleAssignments.get"];
        put?: never;
        post?: never;
        /**
         * Take a role away
         * @description The user loses the role at once. The last owner of the instance cannot be taken away.
         */
        delete: operations["roleAssignments.revoke"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}/postings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Movements of an account
         * @description What went in and out, newest first.
         */
        get: operations["accounts.postings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}/charges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Charges of an account, explained
         * @description Use by interval, newest first, with the lines that priced it, down to the register values.
         */
        get: operations["accounts.charges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/metering-points/{id}/readings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Readings of a metering point
         * @description Of all registers that have served it, newest first. A tenant sees those points that their contract pays for now, and of the time in which it did.
         */
        get: operations["meteringPoints.readings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An account as it stands
         * @description Its purses, what is left and for how long, what was charged today, yesterday and this month, the last top-up, its supply and an open debt episode.
         */
        get: operations["accounts.summary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Use of an account over time
         * @description Use that the account pays for, and its charges, by calendar buckets of the site's time zone. Without a range it ends now and is a day of quarter hours or hours, thirty days (seven of a site), or twelve months. At most 800 buckets, and about 200,000 intervals of which no sums are kept, as of quarter hours or those that just came in; more is refused (range-too-large).
         */
        get: operations["accounts.usage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/metering-points/{id}/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Use of a metering point over time
         * @description Use and charges by calendar buckets of the site's time zone. A tenant sees what their own contracts pay for. Without a range it ends now and is a day of quarter hours or hours, thirty days (seven of a site), or twelve months. At most 800 buckets, and about 200,000 intervals of which no sums are kept, as of quarter hours or those that just came in; more is refused (range-too-large).
         */
        get: operations["meteringPoints.usage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sites/{id}/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Use of a site over time
         * @description Use of all metering points and its charges, by calendar buckets of the site's time zone. Without a range it ends now and is a day of quarter hours or hours, thirty days (seven of a site), or twelve months. At most 800 buckets, and about 200,000 intervals that are not in the sums kept of them yet; more is refused (range-too-large).
         */
        get: operations["sites.usage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sites/{id}/announcements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is announced at a site
         * @description Announcements that are shown now in the portal or on the lobby screen, the latest first. Live events of the topic `announcement` tell when to read it again.
         */
        get: operations["announcements.current"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/device-templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List device templates
         * @description Meters and relays that the installed plugins know as their makers document them.
         */
        get: operations["deviceTemplates.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/commissionings/{id}/certificate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download the certificate
         * @description Of a commissioning that was signed off; the same each time, with the hash of what it says.
         */
        get: operations["commissionings.certificate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sites/{id}/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A site as it stands
         * @description Load, use, charges, top-ups, credit, supply, silent meters, repairs, notices and holds, in one answer.
         */
        get: operations["sites.overview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sites/{id}/spaces-state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The spaces of a site as they stand
         * @description For a view of the floors: who is in each space, their credit, supply and load.
         */
        get: operations["sites.spacesState"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/metering-points/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Register history of a metering point
         * @description Readings down-sampled for a plot, the gaps between them, and what was set aside. A tenant sees the time in which their contract pays. Without a range, the last day; about a million readings at most (range-too-large).
         */
        get: operations["meteringPoints.history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/charges/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A charge, explained
         * @description The readings that made it, meter and register, the tariff versions that priced it, and the arithmetic step by step, each as figures and as a sentence.
         */
        get: operations["charges.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tariff-versions/{id}/week": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A week of a tariff version
         * @description Bands and prices of the local week, Monday to Sunday, that holds an instant; without one, of this week.
         */
        get: operations["tariffVersions.week"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/readings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Readings of a register
         * @description As read, newest first.
         */
        get: operations["readings.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quarantine/readings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Readings in quarantine
         * @description Readings that were not accepted, newest first.
         */
        get: operations["quarantine.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quarantine/inputs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Input in quarantine
         * @description Input that no reading could be made of, newest first.
         */
        get: operations["quarantine.inputs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/repair-items/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close a repair item
         * @description Says that it is settled. It opens again when the trouble comes back.
         */
        post: operations["repairItems.close"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The audit log
         * @description Changes and denials, newest first.
         */
        get: operations["audit.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit-events/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Verify the audit log
         * @description Recomputes the hash chain over all sealed rows.
         */
        post: operations["audit.verify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Live events
         * @description Server-sent events of the sites that the caller may see. Facts have an id and are resumed after Last-Event-ID; the latest reading of each meter comes at most once a second and is not kept.
         */
        get: operations["events.stream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/installations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List installations
         * @description The installations that the caller may see, page by page.
         */
        get: operations["installations.list"];
        put?: never;
        /**
         * Install a meter
         * @description A meter begins to serve a metering point, with signed values of its registers. Readings since then are judged again.
         */
        post: operations["installations.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/installations/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a meter out
         * @description A meter stops serving its metering point, with signed values of its registers.
         */
        post: operations["installations.end"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/installations/{id}/swap": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Swap a meter
         * @description Ends this installation and begins another at the same metering point and instant; nothing is lost between the two.
         */
        post: operations["installations.swap"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/match-templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Find templates of a device
         * @description Which templates fit the points that discovery told of a device, and what they would be applied with.
         */
        post: operations["connections.matchTemplates"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/apply-template": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a device by a template
         * @description Makes the meter with its registers and points and, where a metering point is given, its installation, its supply point and the record of its commissioning, all or nothing. A dry run tells what would be made.
         */
        post: operations["connections.applyTemplate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/commissionings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List commissionings
         * @description The commissionings that the caller may see, page by page.
         */
        get: operations["commissionings.list"];
        put?: never;
        /**
         * Begin to commission a meter
         * @description Of a meter that is installed, with a point for each of its registers. What was signed before stays as it was.
         */
        post: operations["commissionings.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/commissionings/{id}/see": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take down live values
         * @description Takes down what each register and point has told since the commissioning began; refused as long as a register has told nothing good.
         */
        post: operations["commissionings.see"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/commissionings/{id}/start-test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin the relay test
         * @description Orders supply away by hand, through the Supply Guard, with an order beneath that gives it back after ten minutes at the latest. Never for life safety, nor where protection or a hold stands against it; where a tenant pays, only confirmed and outside of the hours in which nobody is cut.
         */
        post: operations["commissionings.startTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/commissionings/{id}/restore-test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give supply back in the relay test
         * @description Takes down whether supply was proved to be away, and gives it back.
         */
        post: operations["commissionings.restoreTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/commissionings/{id}/end-test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End the relay test
         * @description Takes down whether supply was proved to be back; the test has passed where both were.
         */
        post: operations["commissionings.endTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/commissionings/{id}/sign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign a commissioning off
         * @description Freezes the record with the values of the registers as they are, and makes the certificate.
         */
        post: operations["commissionings.sign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/commissionings/{id}/save-template": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Save as a template
         * @description Keeps the commissioned device as a template for the next of its kind, with its registers, points and units. It is offered where devices are found, at connections of the same type at the same site.
         */
        post: operations["commissionings.saveTemplate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/commissionings/{id}/abandon": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a commissioning up
         * @description Ends it without a certificate; a relay test that runs gives supply back.
         */
        post: operations["commissionings.abandon"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/service-agreements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List service agreements
         * @description The service agreements that the caller may see, page by page.
         */
        get: operations["serviceAgreements.list"];
        put?: never;
        /**
         * Let a contract pay for a metering point
         * @description Use since the first instant is charged to the account by the plan.
         */
        post: operations["serviceAgreements.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/service-agreements/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a service agreement
         * @description Use from the instant on is no longer charged to the account; what was charged since is undone.
         */
        post: operations["serviceAgreements.end"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tariff-versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List tariff versions
         * @description The tariff versions that the caller may see, page by page.
         */
        get: operations["tariffVersions.list"];
        put?: never;
        /**
         * Add a tariff version
         * @description Compiles the terms and rates use since the effective instant again. A version is never edited.
         */
        post: operations["tariffVersions.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tariff-quotes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Price a sample load
         * @description Rates a sample load by a tariff version, or by draft terms, with the evaluation that charges use. Nothing is kept.
         */
        post: operations["tariffQuotes.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/transfers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Transfer between accounts
         * @description Moves cash from one account to another of the same site; never below the overdraft.
         */
        post: operations["transfers.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fees": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List fees
         * @description The fees that the caller may see, page by page.
         */
        get: operations["fees.list"];
        put?: never;
        /**
         * Charge a fee
         * @description Charges something beside energy, such as a property fee or parking. Credit above zero pays as far as it goes; the rest stands as a receivable, which the account's next credit above zero settles, the oldest first. Never leads to a cut.
         */
        post: operations["fees.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices/{id}/open": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open a notice
         * @description The caller has opened it. Channels that reached the caller with it are told, and may report it as read; opening what was sent to somebody else changes nothing.
         */
        post: operations["notices.open"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices/{id}/confirm-door": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm a door notice
         * @description The caller has brought the notice to the tenant's door, where no channel could. It counts as delivered from now on, which a grace period may start from. Confirming twice changes nothing.
         */
        post: operations["notices.confirmDoor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/questions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List questions
         * @description The questions that the caller may see, page by page.
         */
        get: operations["questions.list"];
        put?: never;
        /**
         * Ask the management
         * @description A tenant's question about an account of theirs. The site's managers are told.
         */
        post: operations["questions.ask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/questions/{id}/reply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reply to a question
         * @description From staff it answers the question, and the tenant is told; where nobody looked after it, whoever replied does from now on. From the tenant it opens it again, and the site's managers are told. A closed question takes no replies.
         */
        post: operations["questions.reply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/questions/{id}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Assign a question
         * @description Says who of the staff looks after it, or that nobody does.
         */
        post: operations["questions.assign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/questions/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close a question
         * @description It is settled; either side may say so. Closing twice changes nothing.
         */
        post: operations["questions.close"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/questions/{id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reopen a question
         * @description It is not settled after all. Reopening what is not closed changes nothing.
         */
        post: operations["questions.reopen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/repair-items/{id}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Assign a repair item
         * @description Says who of the staff looks after it, or that nobody does.
         */
        post: operations["repairItems.assign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/top-ups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Top up an account
         * @description Stores the order, asks the channel for the payment, and tells what the payer has to do. A channel for staff only is staff's; there the money is taken with this command.
         */
        post: operations["topUps.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payment-orders/{id}/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask the channel about an order
         * @description Asks now instead of when it is due, and takes the answer into the books.
         */
        post: operations["paymentOrders.refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payment-orders/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close an unpaid order
         * @description The channel takes no money for it any more; where the money was faster, it is credited.
         */
        post: operations["paymentOrders.close"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/refunds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List refunds
         * @description The refunds that the caller may see, page by page.
         */
        get: operations["refunds.list"];
        put?: never;
        /**
         * Refund a paid order
         * @description Holds the money at once. Up to the limit it is approved; above it waits for a second person. It goes back the way it came.
         */
        post: operations["refunds.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/refunds/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve a refund
         * @description A second person's word; nobody approves their own.
         */
        post: operations["refunds.approve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/refunds/{id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reject a refund
         * @description A second person's word; the money that was held is free again.
         */
        post: operations["refunds.reject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/refunds/{id}/send": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a refund
         * @description Sends an approved refund now; at a cash desk, said while the money is paid out. However often it is said, the refund is paid once.
         */
        post: operations["refunds.send"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List connections
         * @description The connections that the caller may see, page by page.
         */
        get: operations["connections.list"];
        put?: never;
        /**
         * Add a connection
         * @description Tests the settings, keeps them with their secrets sealed, and opens the connection.
         */
        post: operations["connections.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/configure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change a connection's settings
         * @description Tests the new settings, keeps them, and opens the connection with them; where the test fails the old ones stay.
         */
        post: operations["connections.configure"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/trust": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Trust a certificate
         * @description Puts a certificate that the connection has refused on the list of those that it trusts, and opens it anew. Compare the thumbprint with the other side's own before.
         */
        post: operations["connections.trust"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test a connection
         * @description Tries the connection's settings as they are.
         */
        post: operations["connections.test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plugins/{pluginId}/configure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Configure a plugin
         * @description Judges the settings by the plugin's schema and starts it anew with them, without a restart of the core.
         */
        post: operations["plugins.configure"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plugins/rescan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look for plugins
         * @description Takes up plugins that have come into the plugins' folders, reloads those of another version and lets go of those that are gone, without a restart of the core.
         */
        post: operations["plugins.rescan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plugins/{pluginId}/reload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reload a plugin
         * @description Reads its files and code afresh and opens its connections again; where that fails, what ran before runs on.
         */
        post: operations["plugins.reload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plugins/{pluginId}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enable a plugin
         * @description Starts it and opens its connections.
         */
        post: operations["plugins.enable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plugins/{pluginId}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disable a plugin
         * @description Closes its connections and stops it; what it did stays.
         */
        post: operations["plugins.disable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plugins/{pluginId}/configurations/{version}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bring back a plugin's kept configuration
         * @description Judges it and starts the plugin anew with it, as a new version; where that fails what is in force stays.
         */
        post: operations["plugins.restoreConfiguration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plugins/{pluginId}/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove a plugin
         * @description Stops it and deletes its files. It is refused while connections or tariff plans use it, and for plugins that come with Busbar; what it did, and its settings, stay.
         */
        post: operations["plugins.remove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enable a connection
         * @description Opens it, and again at each start.
         */
        post: operations["connections.enable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disable a connection
         * @description Closes it until it is enabled again; its settings and points stay.
         */
        post: operations["connections.disable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/reload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reconnect
         * @description Closes the connection and opens it again with the settings in force.
         */
        post: operations["connections.reload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/trace/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Turn a connection's trace on
         * @description Records from now on what goes over the wire of a meter driver's or building gateway's connection, without secrets, in memory alone, until the time is up. What was recorded before is let go of.
         */
        post: operations["connections.startTrace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/trace/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Turn a connection's trace off
         * @description Records nothing more; what was recorded is kept for ten minutes.
         */
        post: operations["connections.stopTrace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connection-drafts/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test settings
         * @description Tries settings that nobody has saved. Nothing is kept.
         */
        post: operations["connections.testDraft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connection-drafts/discover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look for devices by settings
         * @description Looks for what is on the devices' side by settings that nobody has saved, where the driver offers it.
         */
        post: operations["connections.discoverDraft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connection-drafts/browse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Browse devices by settings
         * @description Lists the children of a node by settings that nobody has saved, where the driver offers it.
         */
        post: operations["connections.browseDraft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/discover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look for devices
         * @description Listens or asks for what is on the devices' side of a meter driver's connection, bound or not.
         */
        post: operations["connections.discover"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/browse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Browse devices
         * @description Lists the children of a node of the devices' address space, where the driver offers it.
         */
        post: operations["connections.browse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/cancel-search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a search
         * @description Ends a discovery or a browsing under way, with what was found so far; one that has ended is no error.
         */
        post: operations["connections.cancelSearch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/configurations/{version}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bring back a connection's kept settings
         * @description Tests them and opens the connection with them, as a new version; where the test fails those in force stay.
         */
        post: operations["connections.restoreConfiguration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/supply-orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List supply orders
         * @description The supply orders that the caller may see, page by page.
         */
        get: operations["supplyOrders.list"];
        put?: never;
        /**
         * Order supply on or off
         * @description A person's order outranks credit; that of a building management system or an automation counts where nobody pays. Every cut still passes the Supply Guard.
         */
        post: operations["supplyOrders.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/supply-orders/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a supply order
         * @description From now on the authorities below have the say again.
         */
        post: operations["supplyOrders.end"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/supply-lock-outs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List supply lock-outs
         * @description The supply lock-outs that the caller may see, page by page.
         */
        get: operations["supplyLockOuts.list"];
        put?: never;
        /**
         * Lock a point out
         * @description The point is switched off and stays so for maintenance until the lock-out is released.
         */
        post: operations["supplyLockOuts.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/supply-lock-outs/{id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Release a lock-out
         * @description By whoever set it at once; otherwise it takes two other people, each with a release of their own.
         */
        post: operations["supplyLockOuts.release"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/supply-protections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List supply protections
         * @description The supply protections that the caller may see, page by page.
         */
        get: operations["supplyProtections.list"];
        put?: never;
        /**
         * Protect supply
         * @description No order and no debt cuts what is protected; a lock-out still does.
         */
        post: operations["supplyProtections.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/supply-protections/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a protection
         * @description What it protected is decided anew.
         */
        post: operations["supplyProtections.end"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/disputes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List disputes
         * @description The disputes that the caller may see, page by page.
         */
        get: operations["disputes.list"];
        put?: never;
        /**
         * Open a dispute
         * @description While it is open the account is not cut, and what has been cut for its debt is restored.
         */
        post: operations["disputes.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/disputes/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close a dispute
         * @description The account is decided anew.
         */
        post: operations["disputes.close"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payment-plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List payment plans
         * @description The payment plans that the caller may see, page by page.
         */
        get: operations["paymentPlans.list"];
        put?: never;
        /**
         * Agree to a payment plan
         * @description While its next instalment is not overdue the account is not cut.
         */
        post: operations["paymentPlans.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payment-plans/{id}/keep": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record an instalment
         * @description An instalment has come, and the plan is kept until the next one is due.
         */
        post: operations["paymentPlans.keep"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payment-plans/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a payment plan
         * @description The account is decided anew.
         */
        post: operations["paymentPlans.end"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/debt-episodes/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve a cut
         * @description The account may be cut in this debt episode once every other condition holds.
         */
        post: operations["debtEpisodes.approve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/debt-episodes/{id}/refuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refuse a cut
         * @description The account is not cut in this debt episode where the site asks for approval.
         */
        post: operations["debtEpisodes.refuse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/guard-holds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List holds on all cuts
         * @description The holds on all cuts that the caller may see, page by page.
         */
        get: operations["guardHolds.list"];
        put?: never;
        /**
         * Hold all cuts
         * @description From now on the Supply Guard lets no cut through, at one site or everywhere; restorations go on. It outlives restarts.
         */
        post: operations["guardHolds.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/guard-holds/{id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Release a hold
         * @description Cuts that every condition speaks for are let through again, within the budget.
         */
        post: operations["guardHolds.release"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/guard-quarantine/{id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Release a quarantined cut
         * @description One of the two people that a cut beyond the budget needs.
         */
        post: operations["guardQuarantine.release"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policy-profiles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List policy profiles
         * @description The policy profiles that the caller may see, page by page.
         */
        get: operations["policyProfiles.list"];
        put?: never;
        /**
         * Create a policy profile
         * @description Makes a policy profile.
         */
        post: operations["policyProfiles.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policy-profiles/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get a policy profile
         * @description One policy profile by its id.
         */
        get: operations["policyProfiles.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a policy profile
         * @description Changes a policy profile; fields that are left out stay as they are.
         */
        patch: operations["policyProfiles.update"];
        trace?: never;
    };
    "/api/v1/sites": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List sites
         * @description The sites that the caller may see, page by page.
         */
        get: operations["sites.list"];
        put?: never;
        /**
         * Create a site
         * @description Makes a site.
         */
        post: operations["sites.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sites/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get a site
         * @description One site by its id.
         */
        get: operations["sites.get"];
        put?: never;
        post?: never;
        /**
         * Remove a site
         * @description Takes a site out of use, for good: it is listed no longer and cannot be chosen or changed. What refers to it stays, and so does what it did. It is refused while something depends on it, with a list.
         */
        delete: operations["sites.remove"];
        options?: never;
        head?: never;
        /**
         * Change a site
         * @description Changes a site; fields that are left out stay as they are.
         */
        patch: operations["sites.update"];
        trace?: never;
    };
    "/api/v1/spaces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List spaces
         * @description The spaces that the caller may see, page by page.
         */
        get: operations["spaces.list"];
        put?: never;
        /**
         * Create a space
         * @description Makes a space.
         */
        post: operations["spaces.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/spaces/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get a space
         * @description One space by its id.
         */
        get: operations["spaces.get"];
        put?: never;
        post?: never;
        /**
         * Remove a space
         * @description Takes a space out of use, for good: it is listed no longer and cannot be chosen or changed. What refers to it stays, and so does what it did. It is refused while something depends on it, with a list.
         */
        delete: operations["spaces.remove"];
        options?: never;
        head?: never;
        /**
         * Change a space
         * @description Changes a space; fields that are left out stay as they are.
         */
        patch: operations["spaces.update"];
        trace?: never;
    };
    "/api/v1/tenants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List tenants
         * @description The tenants that the caller may see, page by page.
         */
        get: operations["tenants.list"];
        put?: never;
        /**
         * Create a tenant
         * @description Makes a tenant.
         */
        post: operations["tenants.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get a tenant
         * @description One tenant by its id.
         */
        get: operations["tenants.get"];
        put?: never;
        post?: never;
        /**
         * Remove a tenant
         * @description Takes a tenant out of use, for good: it is listed no longer and cannot be chosen or changed. What refers to it stays, and so does what it did. It is refused while something depends on it, with a list.
         */
        delete: operations["tenants.remove"];
        options?: never;
        head?: never;
        /**
         * Change a tenant
         * @description Changes a tenant; fields that are left out stay as they are.
         */
        patch: operations["tenants.update"];
        trace?: never;
    };
    "/api/v1/contracts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List contracts
         * @description The contracts that the caller may see, page by page.
         */
        get: operations["contracts.list"];
        put?: never;
        /**
         * Create a contract
         * @description Makes a contract.
         */
        post: operations["contracts.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contracts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get a contract
         * @description One contract by its id.
         */
        get: operations["contracts.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a contract
         * @description Changes a contract; fields that are left out stay as they are.
         */
        patch: operations["contracts.update"];
        trace?: never;
    };
    "/api/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List accounts
         * @description The accounts that the caller may see, page by page.
         */
        get: operations["accounts.list"];
        put?: never;
        /**
         * Create an account
         * @description Makes an account.
         */
        post: operations["accounts.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get an account
         * @description One account by its id.
         */
        get: operations["accounts.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change an account
         * @description Changes an account; fields that are left out stay as they are.
         */
        patch: operations["accounts.update"];
        trace?: never;
    };
    "/api/v1/payment-orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List payment orders
         * @description The payment orders that the caller may see, page by page.
         */
        get: operations["paymentOrders.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payment-orders/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get a payment order
         * @description One payment order by its id.
         */
        get: operations["paymentOrders.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/refunds/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get a refund
         * @description One refund by its id.
         */
        get: operations["refunds.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fees/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get a fee
         * @description One fee by its id.
         */
        get: operations["fees.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List meters
         * @description The meters that the caller may see, page by page.
         */
        get: operations["meters.list"];
        put?: never;
        /**
         * Create a meter
         * @description Makes a meter.
         */
        post: operations["meters.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meters/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get a meter
         * @description One meter by its id.
         */
        get: operations["meters.get"];
        put?: never;
        post?: never;
        /**
         * Remove a meter
         * @description Takes a meter out of use, for good: it is listed no longer and cannot be chosen or changed. What refers to it stays, and so does what it did. It is refused while something depends on it, with a list.
         */
        delete: operations["meters.remove"];
        options?: never;
        head?: never;
        /**
         * Change a meter
         * @description Changes a meter; fields that are left out stay as they are.
         */
        patch: operations["meters.update"];
        trace?: never;
    };
    "/api/v1/registers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List registers
         * @description The registers that the caller may see, page by page.
         */
        get: operations["registers.list"];
        put?: never;
        /**
         * Create a register
         * @description Makes a register.
         */
        post: operations["registers.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/registers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get a register
         * @description One register by its id.
         */
        get: operations["registers.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/metering-points": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List metering points
         * @description The metering points that the caller may see, page by page.
         */
        get: operations["meteringPoints.list"];
        put?: never;
        /**
         * Create a metering point
         * @description Makes a metering point.
         */
        post: operations["meteringPoints.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/metering-points/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get a metering point
         * @description One metering point by its id.
         */
        get: operations["meteringPoints.get"];
        put?: never;
        post?: never;
        /**
         * Remove a metering point
         * @description Takes a metering point out of use, for good: it is listed no longer and cannot be chosen or changed. What refers to it stays, and so does what it did. It is refused while something depends on it, with a list.
         */
        delete: operations["meteringPoints.remove"];
        options?: never;
        head?: never;
        /**
         * Change a metering point
         * @description Changes a metering point; fields that are left out stay as they are.
         */
        patch: operations["meteringPoints.update"];
        trace?: never;
    };
    "/api/v1/installations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get an installation
         * @description One installation by its id.
         */
        get: operations["installations.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/commissionings/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get a commissioning
         * @description One commissioning by its id.
         */
        get: operations["commissionings.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/own-templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List own templates
         * @description The own templates that the caller may see, page by page.
         */
        get: operations["ownTemplates.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/own-templates/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get an own template
         * @description One own template by its id.
         */
        get: operations["ownTemplates.get"];
        put?: never;
        post?: never;
        /**
         * Remove an own template
         * @description Takes an own template out of use, for good: it is listed no longer and cannot be chosen or changed. What refers to it stays, and so does what it did. It is refused while something depends on it, with a list.
         */
        delete: operations["ownTemplates.remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tariff-plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List tariff plans
         * @description The tariff plans that the caller may see, page by page.
         */
        get: operations["tariffPlans.list"];
        put?: never;
        /**
         * Create a tariff plan
         * @description Makes a tariff plan.
         */
        post: operations["tariffPlans.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tariff-plans/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get a tariff plan
         * @description One tariff plan by its id.
         */
        get: operations["tariffPlans.get"];
        put?: never;
        post?: never;
        /**
         * Remove a tariff plan
         * @description Takes a tariff plan out of use, for good: it is listed no longer and cannot be chosen or changed. What refers to it stays, and so does what it did. It is refused while something depends on it, with a list.
         */
        delete: operations["tariffPlans.remove"];
        options?: never;
        head?: never;
        /**
         * Change a tariff plan
         * @description Changes a tariff plan; fields that are left out stay as they are.
         */
        patch: operations["tariffPlans.update"];
        trace?: never;
    };
    "/api/v1/tariff-versions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get a tariff version
         * @description One tariff version by its id.
         */
        get: operations["tariffVersions.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/service-agreements/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get a service agreement
         * @description One service agreement by its id.
         */
        get: operations["serviceAgreements.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get a connection
         * @description One connection by its id.
         */
        get: operations["connections.get"];
        put?: never;
        post?: never;
        /**
         * Remove a connection
         * @description Takes a connection out of use, for good: it is listed no longer and cannot be chosen or changed. What refers to it stays, and so does what it did. It is refused while something depends on it, with a list.
         */
        delete: operations["connections.remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/points": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List points
         * @description The points that the caller may see, page by page.
         */
        get: operations["points.list"];
        put?: never;
        /**
         * Create a point
         * @description Makes a point.
         */
        post: operations["points.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/points/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get a point
         * @description One point by its id.
         */
        get: operations["points.get"];
        put?: never;
        post?: never;
        /**
         * Remove a point
         * @description Takes a point out of use, for good: it is listed no longer and cannot be chosen or changed. What refers to it stays, and so does what it did. It is refused while something depends on it, with a list.
         */
        delete: operations["points.remove"];
        options?: never;
        head?: never;
        /**
         * Change a point
         * @description Changes a point; fields that are left out stay as they are.
         */
        patch: operations["points.update"];
        trace?: never;
    };
    "/api/v1/supply-points": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List supply points
         * @description The supply points that the caller may see, page by page.
         */
        get: operations["supplyPoints.list"];
        put?: never;
        /**
         * Create a supply point
         * @description Makes a supply point.
         */
        post: operations["supplyPoints.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/supply-points/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get a supply point
         * @description One supply point by its id.
         */
        get: operations["supplyPoints.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a supply point
         * @description Changes a supply point; fields that are left out stay as they are.
         */
        patch: operations["supplyPoints.update"];
        trace?: never;
    };
    "/api/v1/supply-decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List supply decisions
         * @description The supply decisions that the caller may see, page by page.
         */
        get: operations["supplyDecisions.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/supply-decisions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get a supply decision
         * @description One supply decision by its id.
         */
        get: operations["supplyDecisions.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/supply-orders/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get a supply order
         * @description One supply order by its id.
         */
        get: operations["supplyOrders.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/supply-lock-outs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get a supply lock-out
         * @description One supply lock-out by its id.
         */
        get: operations["supplyLockOuts.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/supply-protections/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get a supply protection
         * @description One supply protection by its id.
         */
        get: operations["supplyProtections.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/supply-commands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List supply commands
         * @description The supply commands that the caller may see, page by page.
         */
        get: operations["supplyCommands.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/supply-commands/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get a supply command
         * @description One supply command by its id.
         */
        get: operations["supplyCommands.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/debt-episodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List debt episodes
         * @description The debt episodes that the caller may see, page by page.
         */
        get: operations["debtEpisodes.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/debt-episodes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get a debt episode
         * @description One debt episode by its id.
         */
        get: operations["debtEpisodes.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/disputes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get a dispute
         * @description One dispute by its id.
         */
        get: operations["disputes.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payment-plans/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get a payment plan
         * @description One payment plan by its id.
         */
        get: operations["paymentPlans.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/guard-holds/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get a hold on all cuts
         * @description One hold on all cuts by its id.
         */
        get: operations["guardHolds.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/guard-quarantine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List quarantined cuts
         * @description The quarantined cuts that the caller may see, page by page.
         */
        get: operations["guardQuarantine.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/guard-quarantine/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get a quarantined cut
         * @description One quarantined cut by its id.
         */
        get: operations["guardQuarantine.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/repair-items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List repair items
         * @description The repair items that the caller may see, page by page.
         */
        get: operations["repairItems.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/repair-items/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get a repair item
         * @description One repair item by its id.
         */
        get: operations["repairItems.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get an invitation
         * @description One invitation by its id.
         */
        get: operations["invitations.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List notices
         * @description The notices that the caller may see, page by page.
         */
        get: operations["notices.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get a notice
         * @description One notice by its id.
         */
        get: operations["notices.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notice-routes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List notice routes
         * @description The notice routes that the caller may see, page by page.
         */
        get: operations["noticeRoutes.list"];
        put?: never;
        /**
         * Create a notice route
         * @description Makes a notice route.
         */
        post: operations["noticeRoutes.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notice-routes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get a notice route
         * @description One notice route by its id.
         */
        get: operations["noticeRoutes.get"];
        put?: never;
        post?: never;
        /**
         * Remove a notice route
         * @description Takes a notice route out of use, for good: it is listed no longer and cannot be chosen or changed. What refers to it stays, and so does what it did. It is refused while something depends on it, with a list.
         */
        delete: operations["noticeRoutes.remove"];
        options?: never;
        head?: never;
        /**
         * Change a notice route
         * @description Changes a notice route; fields that are left out stay as they are.
         */
        patch: operations["noticeRoutes.update"];
        trace?: never;
    };
    "/api/v1/dashboards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List dashboards
         * @description The dashboards that the caller may see, page by page.
         */
        get: operations["dashboards.list"];
        put?: never;
        /**
         * Create a dashboard
         * @description Makes a dashboard.
         */
        post: operations["dashboards.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dashboards/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get a dashboard
         * @description One dashboard by its id.
         */
        get: operations["dashboards.get"];
        put?: never;
        post?: never;
        /**
         * Remove a dashboard
         * @description Takes a dashboard out of use, for good: it is listed no longer and cannot be chosen or changed. What refers to it stays, and so does what it did. It is refused while something depends on it, with a list.
         */
        delete: operations["dashboards.remove"];
        options?: never;
        head?: never;
        /**
         * Change a dashboard
         * @description Changes a dashboard; fields that are left out stay as they are.
         */
        patch: operations["dashboards.update"];
        trace?: never;
    };
    "/api/v1/announcements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List announcements
         * @description The announcements that the caller may see, page by page.
         */
        get: operations["announcements.list"];
        put?: never;
        /**
         * Create an announcement
         * @description Makes an announcement.
         */
        post: operations["announcements.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/announcements/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get an announcement
         * @description One announcement by its id.
         */
        get: operations["announcements.get"];
        put?: never;
        post?: never;
        /**
         * Remove an announcement
         * @description Takes an announcement out of use, for good: it is listed no longer and cannot be chosen or changed. What refers to it stays, and so does what it did. It is refused while something depends on it, with a list.
         */
        delete: operations["announcements.remove"];
        options?: never;
        head?: never;
        /**
         * Change an announcement
         * @description Changes an announcement; fields that are left out stay as they are.
         */
        patch: operations["announcements.update"];
        trace?: never;
    };
    "/api/v1/questions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get a question
         * @description One question by its id.
         */
        get: operations["questions.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/question-messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List messages of questions
         * @description The messages of questions that the caller may see, page by page.
         */
        get: operations["questionMessages.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/question-messages/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get a message of a question
         * @description One message of a question by its id.
         */
        get: operations["questionMessages.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/spending-limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List spending limits
         * @description The spending limits that the caller may see, page by page.
         */
        get: operations["spendingLimits.list"];
        put?: never;
        /**
         * Create a spending limit
         * @description Makes a spending limit.
         */
        post: operations["spendingLimits.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/spending-limits/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get a spending limit
         * @description One spending limit by its id.
         */
        get: operations["spendingLimits.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a spending limit
         * @description Changes a spending limit; fields that are left out stay as they are.
         */
        patch: operations["spendingLimits.update"];
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * New role assignment
         * @description Who gets which role where.
         */
        RoleAssignmentCreate: {
            userId: components["schemas"]["RoleAssignment"]["userId"];
            role: components["schemas"]["Role"];
            siteId: components["schemas"]["RoleAssignment"]["siteId"];
            tenantId?: components["schemas"]["RoleAssignment"]["tenantId"];
        };
        /**
         * Exposure
         * @description What of the connection's site is published, and whether the far side may write.
         * @default {}
         */
        GatewayExposure: {
            /**
             * Personal data
             * @description Also names of tenants, balances of their accounts, which units are let, and past values of their meters.
             * @default false
             */
            personalData: boolean;
            /**
             * Authority
             * @description What the far side may ask for: nothing, or supply on and off in the name of the principal. Such an order ranks below credit, and every cut still passes the Supply Guard.
             * @default none
             * @enum {unknown}
             */
            authority: "none" | "supply";
            /**
             * Principal
             * Format: email
             * @description E-mail address of the user in whose name the far side writes; who must hold the role integrator at the site, at each write.
             * @example bms@tower.example
             */
            principal?: string;
        };
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
             * Icon
             * @description An SVG document of at most 32 KiB, shown beside the plugin's name.
             */
            icon?: components["schemas"]["PluginManifest"]["$defs"]["path"];
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
             * Version of the configuration
             * @description Raised when the configuration schema changes so that what was saved no longer fits; each version after the first has its migration.
             * @default 1
             */
            configVersion: number;
            /**
             * Migrations of the configuration
             * @description What takes a saved configuration from each version to the next, oldest first; all of them are kept.
             */
            configMigrations?: {
                /**
                 * To
                 * @description The version that it leads to.
                 */
                to: number;
                /**
                 * Steps
                 * @description Taken in order; what a step looks for and does not find is left alone.
                 */
                steps: ({
                    /**
                     * Step
                     * @description What it does.
                     * @constant
                     */
                    op: "move";
                    from: components["schemas"]["PluginManifest"]["$defs"]["pointer"];
                    path: components["schemas"]["PluginManifest"]["$defs"]["pointer"];
                } | {
                    /**
                     * Step
                     * @description What it does.
                     * @enum {unknown}
                     */
                    op: "add" | "replace";
                    path: components["schemas"]["PluginManifest"]["$defs"]["pointer"];
                    /**
                     * Value
                     * @description Any JSON.
                     */
                    value: unknown;
                } | {
                    /**
                     * Step
                     * @description What it does.
                     * @constant
                     */
                    op: "remove";
                    path: components["schemas"]["PluginManifest"]["$defs"]["pointer"];
                })[];
            }[];
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
                         * Browses
                         * @description Whether a device's address space can be gone through node by node.
                         * @default false
                         */
                        browse: boolean;
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
                 * Building gateways
                 * @description What publishes the building to its management system.
                 */
                buildingGateways?: {
                    type: components["schemas"]["PluginManifest"]["$defs"]["type"];
                    title: components["schemas"]["PluginManifest"]["$defs"]["localizedText"];
                    /**
                     * Connection schema
                     * @description Without the property `exposure`, which is the core's: what is published, and who may write.
                     */
                    connectionSchema: components["schemas"]["PluginManifest"]["$defs"]["path"];
                    /**
                     * Capabilities
                     * @description What the conformance suite may expect.
                     */
                    capabilities: {
                        /**
                         * Writes
                         * @description Whether the far side can write.
                         */
                        write: boolean;
                        /**
                         * History
                         * @description Whether the far side can read what was.
                         */
                        history: boolean;
                        /**
                         * Events
                         * @description Whether the far side is told of alarms and events.
                         */
                        events: boolean;
                    };
                }[];
                /**
                 * Device templates
                 * @description Meters and relays as their makers document them, each a JSON file that schemas/resources/device-template.schema.json describes.
                 */
                deviceTemplates?: components["schemas"]["PluginManifest"]["$defs"]["path"][];
                /**
                 * Dashboard widgets
                 * @description Parts of dashboards, as data: where the figures come from and where they lie in the answer.
                 */
                dashboardWidgets?: components["schemas"]["PluginManifest"]["$defs"]["widget"][];
                /**
                 * Pages
                 * @description Pages of the plugin's own widgets.
                 */
                pages?: {
                    id: components["schemas"]["PluginManifest"]["$defs"]["type"];
                    title: components["schemas"]["PluginManifest"]["$defs"]["localizedText"];
                    icon: components["schemas"]["PluginManifest"]["$defs"]["iconName"];
                    /**
                     * Roles
                     * @description Who finds it in the menu: whoever holds one of these roles anywhere; left out: all staff.
                     */
                    roles?: ("owner" | "manager" | "cashier" | "accountant" | "technician" | "auditor" | "integrator")[];
                    /**
                     * Widgets
                     * @description By their places.
                     */
                    widgets: {
                        widget: components["schemas"]["PluginManifest"]["$defs"]["type"];
                        /**
                         * Column
                         * @description First column, from 0.
                         */
                        x: number;
                        /**
                         * Row
                         * @description First row, from 0.
                         */
                        y: number;
                        /**
                         * Width
                         * @description In columns.
                         */
                        w: number;
                        /**
                         * Height
                         * @description In rows.
                         */
                        h: number;
                    }[];
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
                /**
                 * Worker threads
                 * @description Whether it runs worker threads. In a process of its own they are refused otherwise; those that are granted are fenced in as the process is.
                 * @default false
                 */
                workers: boolean;
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
                 * Widget
                 * @description `value` and `gauge` show one figure, `series` figures over time, `table` rows: each has a source and says what is shown. `markdown` shows a text of its own and asks nothing.
                 */
                widget: {
                    id: components["schemas"]["PluginManifest"]["$defs"]["type"];
                    title: components["schemas"]["PluginManifest"]["$defs"]["localizedText"];
                    description?: components["schemas"]["PluginManifest"]["$defs"]["localizedText"];
                    icon: components["schemas"]["PluginManifest"]["$defs"]["iconName"];
                    /**
                     * Kind
                     * @description How it is shown.
                     * @enum {unknown}
                     */
                    kind: "value" | "series" | "table" | "gauge" | "markdown";
                    /**
                     * Source
                     * @description The operation that is asked, as whoever looks at the widget.
                     */
                    source?: {
                        /**
                         * Operation
                         * @description Its operationId; only these may be asked, and they only read.
                         * @enum {unknown}
                         */
                        operation: "accounts.get" | "accounts.list" | "connections.list" | "contracts.list" | "debtEpisodes.list" | "disputes.list" | "fees.list" | "installations.list" | "meteringPoints.list" | "meters.list" | "notices.list" | "paymentOrders.list" | "paymentPlans.list" | "points.list" | "refunds.list" | "repairItems.list" | "serviceAgreements.list" | "sites.list" | "spaces.list" | "supplyDecisions.list" | "supplyPoints.list" | "tariffPlans.list" | "tenants.list";
                        /**
                         * Parameters
                         * @description Of its path and query, by name. `$site` stands for the dashboard's site, and is left out where it has none.
                         */
                        parameters: {
                            [key: string]: string | number | boolean;
                        };
                    };
                    /**
                     * What is shown
                     * @description Where it lies in the answer: `value` needs value; `gauge` value, min and max; `series` items, at and value; `table` items and columns.
                     */
                    show?: {
                        items?: components["schemas"]["PluginManifest"]["$defs"]["answerPointer"];
                        value?: components["schemas"]["PluginManifest"]["$defs"]["answerPointer"];
                        at?: components["schemas"]["PluginManifest"]["$defs"]["answerPointer"];
                        /**
                         * Unit
                         * @description Written behind the figure.
                         */
                        unit?: string;
                        /**
                         * Least
                         * @description Where the gauge begins.
                         */
                        min?: number;
                        /**
                         * Most
                         * @description Where the gauge ends.
                         */
                        max?: number;
                        /**
                         * Columns
                         * @description From left to right.
                         */
                        columns?: {
                            title: components["schemas"]["PluginManifest"]["$defs"]["localizedText"];
                            value: components["schemas"]["PluginManifest"]["$defs"]["answerPointer"];
                        }[];
                    };
                    text?: components["schemas"]["PluginManifest"]["$defs"]["localizedText"];
                };
                /**
                 * Icon
                 * @description Name of a Material Design icon, without its `mdi-`.
                 * @example cash-register
                 */
                iconName: string;
                /**
                 * Place
                 * @description JSON pointer into the answer, or into each item where there are items.
                 * @example /items
                 */
                answerPointer: string;
                /**
                 * Property
                 * @description JSON pointer to a property of the configuration.
                 * @example /server/token
                 */
                pointer: string;
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
         * Spending of an account
         * @description Each limit of an account with what was spent so far.
         * @example {
         *       "accountId": "15",
         *       "currency": "CNY",
         *       "items": [
         *         {
         *           "limitId": "4",
         *           "period": "month",
         *           "amount": "800",
         *           "enabled": true,
         *           "spent": "655.2",
         *           "fromAt": "2026-02-28T16:00:00.000Z",
         *           "toAt": "2026-03-31T16:00:00.000Z",
         *           "level": "near"
         *         }
         *       ]
         *     }
         */
        AccountSpending: {
            /**
             * Account
             * @description Whose spending it is.
             */
            accountId: components["schemas"]["Id"];
            /**
             * Currency
             * @description ISO 4217 code of all amounts.
             */
            currency: components["schemas"]["Currency"];
            /**
             * Items
             * @description One for each limit; none where none is set.
             */
            items: {
                /**
                 * Limit
                 * @description The spending limit.
                 */
                limitId: components["schemas"]["Id"];
                /**
                 * Period
                 * @description `day`: from midnight to midnight, `month`: the calendar month, both on the site's clocks.
                 * @enum {unknown}
                 */
                period: "day" | "month";
                /**
                 * Limit
                 * @description What is meant to be spent in the period.
                 */
                amount: components["schemas"]["MoneyMicros"];
                /**
                 * Enabled
                 * @description Whether anybody is told.
                 */
                enabled: boolean;
                /**
                 * Spent
                 * @description Charges of use that ended in the period, those that came late and corrections included.
                 */
                spent: components["schemas"]["MoneyMicros"];
                /**
                 * From
                 * @description When the period began.
                 */
                fromAt: components["schemas"]["Instant"];
                /**
                 * To
                 * @description When it ends; the instant itself is no longer of it.
                 */
                toAt: components["schemas"]["Instant"];
                /**
                 * Level
                 * @description `below` 80 % of the limit, `near` it, or `reached`.
                 * @enum {unknown}
                 */
                level: "below" | "near" | "reached";
            }[];
        };
        /**
         * Account summary
         * @description How an account stands now.
         * @example {
         *       "accountId": "51",
         *       "code": "A-305",
         *       "currency": "CNY",
         *       "timeZone": "Asia/Shanghai",
         *       "at": "2026-01-31T08:00:00.000Z",
         *       "purses": [
         *         {
         *           "kind": "cash",
         *           "fund": "general",
         *           "balance": "120"
         *         }
         *       ],
         *       "balance": "120",
         *       "available": "170",
         *       "overdraft": "50",
         *       "emergencyCredit": "0",
         *       "lowBalance": "50",
         *       "veryLowBalance": "10",
         *       "level": "in-credit",
         *       "daysLeft": 9,
         *       "basis": {
         *         "fromAt": "2026-01-23T16:00:00.000Z",
         *         "toAt": "2026-01-30T16:00:00.000Z",
         *         "days": 7,
         *         "charged": "91",
         *         "perDay": "13"
         *       },
         *       "today": {
         *         "fromAt": "2026-01-30T16:00:00.000Z",
         *         "toAt": "2026-01-31T08:00:00.000Z",
         *         "use": {
         *           "utilities": [
         *             {
         *               "utility": "electricity",
         *               "unit": "kWh",
         *               "quantity": "12.5",
         *               "unrated": "0"
         *             }
         *           ],
         *           "amounts": [
         *             {
         *               "currency": "CNY",
         *               "amount": "13.25",
         *               "energy": "12.5",
         *               "surcharge": "0.75"
         *             }
         *           ],
         *           "bands": [
         *             {
         *               "utility": "electricity",
         *               "unit": "kWh",
         *               "currency": "CNY",
         *               "band": "peak",
         *               "quantity": "12.5",
         *               "amount": "13.25"
         *             }
         *           ],
         *           "estimated": false
         *         },
         *         "fees": "0",
         *         "total": "13.25"
         *       },
         *       "yesterday": {
         *         "fromAt": "2026-01-30T16:00:00.000Z",
         *         "toAt": "2026-01-31T08:00:00.000Z",
         *         "use": {
         *           "utilities": [
         *             {
         *               "utility": "electricity",
         *               "unit": "kWh",
         *               "quantity": "12.5",
         *               "unrated": "0"
         *             }
         *           ],
         *           "amounts": [
         *             {
         *               "currency": "CNY",
         *               "amount": "13.25",
         *               "energy": "12.5",
         *               "surcharge": "0.75"
         *             }
         *           ],
         *           "bands": [
         *             {
         *               "utility": "electricity",
         *               "unit": "kWh",
         *               "currency": "CNY",
         *               "band": "peak",
         *               "quantity": "12.5",
         *               "amount": "13.25"
         *             }
         *           ],
         *           "estimated": false
         *         },
         *         "fees": "0",
         *         "total": "13.25"
         *       },
         *       "month": {
         *         "fromAt": "2026-01-30T16:00:00.000Z",
         *         "toAt": "2026-01-31T08:00:00.000Z",
         *         "use": {
         *           "utilities": [
         *             {
         *               "utility": "electricity",
         *               "unit": "kWh",
         *               "quantity": "12.5",
         *               "unrated": "0"
         *             }
         *           ],
         *           "amounts": [
         *             {
         *               "currency": "CNY",
         *               "amount": "13.25",
         *               "energy": "12.5",
         *               "surcharge": "0.75"
         *             }
         *           ],
         *           "bands": [
         *             {
         *               "utility": "electricity",
         *               "unit": "kWh",
         *               "currency": "CNY",
         *               "band": "peak",
         *               "quantity": "12.5",
         *               "amount": "13.25"
         *             }
         *           ],
         *           "estimated": false
         *         },
         *         "fees": "0",
         *         "total": "13.25"
         *       },
         *       "lastTopUp": {
         *         "orderId": "71",
         *         "amount": "100",
         *         "at": "2026-01-20T03:00:00.000Z",
         *         "channel": "cash"
         *       },
         *       "supply": [
         *         {
         *           "supplyPointId": "61",
         *           "meteringPointId": "41",
         *           "name": "Unit 3-05, electricity",
         *           "utility": "electricity",
         *           "desired": "on",
         *           "verified": "on",
         *           "state": "on",
         *           "stateSince": "2026-01-01T00:00:00.000Z"
         *         }
         *       ],
         *       "debtEpisode": null
         *     }
         */
        AccountSummary: {
            /**
             * Account
             * @description The account.
             */
            accountId: components["schemas"]["Id"];
            /**
             * Code
             * @description Code of the account.
             * @example A-305
             */
            code: string;
            currency: components["schemas"]["Currency"];
            /**
             * Time zone
             * @description IANA zone of the site, whose days are meant.
             * @example Asia/Shanghai
             */
            timeZone: string;
            /**
             * At
             * @description Now, by the domain clock.
             */
            at: components["schemas"]["Instant"];
            /**
             * Purses
             * @description Every purse, as the ledger names it.
             */
            purses: {
                /**
                 * Kind
                 * @description Which purse.
                 * @enum {unknown}
                 */
                kind: "cash" | "bonus" | "deposit" | "receivable" | "refund-pending";
                /**
                 * Fund
                 * @description Money kept apart from other money; general where it is not.
                 * @example general
                 */
                fund: string;
                /**
                 * Balance
                 * @description Credits minus debits.
                 */
                balance: components["schemas"]["MoneyMicros"];
            }[];
            /**
             * Balance
             * @description Cash: the balance that supply goes by.
             */
            balance: components["schemas"]["MoneyMicros"];
            /**
             * Available
             * @description What use may still cost before supply may be cut: cash, overdraft and emergency credit.
             */
            available: components["schemas"]["MoneyMicros"];
            /**
             * Overdraft
             * @description Agreed: how far cash may fall below zero.
             */
            overdraft: components["schemas"]["MoneyMicros"];
            /**
             * Emergency credit
             * @description On top of the overdraft.
             */
            emergencyCredit: components["schemas"]["MoneyMicros"];
            /**
             * First warning level
             * @description Cash below which the tenant is warned.
             */
            lowBalance: components["schemas"]["MoneyMicros"];
            /**
             * Second warning level
             * @description The more urgent one.
             */
            veryLowBalance: components["schemas"]["MoneyMicros"];
            /**
             * Level
             * @description How the cash stands: at the first warning level or above, below it, below the second, or below zero.
             * @enum {unknown}
             */
            level: "in-credit" | "low" | "very-low" | "in-debt";
            /**
             * Days left
             * @description Whole days until cash is used up at the rate of the basis; 0 where none is left, null where the rate is not known.
             */
            daysLeft: number | null;
            /**
             * Basis
             * @description What the days left rest on: charges of the last whole days; null where there were none.
             */
            basis: {
                /**
                 * From
                 * @description First instant.
                 */
                fromAt: components["schemas"]["Instant"];
                /**
                 * To
                 * @description First instant after: the start of today.
                 */
                toAt: components["schemas"]["Instant"];
                /**
                 * Days
                 * @description How many whole days.
                 */
                days: number;
                /**
                 * Charged
                 * @description Rated use of these days; fees are left out.
                 */
                charged: components["schemas"]["MoneyMicros"];
                /**
                 * A day
                 * @description Charged on average, rounded.
                 */
                perDay: components["schemas"]["MoneyMicros"];
            } | null;
            /**
             * Today
             * @description The local day so far.
             */
            today: {
                /**
                 * From
                 * @description First instant.
                 */
                fromAt: components["schemas"]["Instant"];
                /**
                 * To
                 * @description First instant after.
                 */
                toAt: components["schemas"]["Instant"];
                /**
                 * Use
                 * @description Rated use of the stretch.
                 */
                use: components["schemas"]["UsageFigures"];
                /**
                 * Fees
                 * @description Fees charged in the stretch, in the account's currency.
                 */
                fees: components["schemas"]["MoneyMicros"];
                /**
                 * Total
                 * @description Rated use and fees, in the account's currency.
                 */
                total: components["schemas"]["MoneyMicros"];
            };
            /**
             * Yesterday
             * @description The whole local day before.
             */
            yesterday: {
                /**
                 * From
                 * @description First instant.
                 */
                fromAt: components["schemas"]["Instant"];
                /**
                 * To
                 * @description First instant after.
                 */
                toAt: components["schemas"]["Instant"];
                /**
                 * Use
                 * @description Rated use of the stretch.
                 */
                use: components["schemas"]["UsageFigures"];
                /**
                 * Fees
                 * @description Fees charged in the stretch, in the account's currency.
                 */
                fees: components["schemas"]["MoneyMicros"];
                /**
                 * Total
                 * @description Rated use and fees, in the account's currency.
                 */
                total: components["schemas"]["MoneyMicros"];
            };
            /**
             * This month
             * @description The local month so far.
             */
            month: {
                /**
                 * From
                 * @description First instant.
                 */
                fromAt: components["schemas"]["Instant"];
                /**
                 * To
                 * @description First instant after.
                 */
                toAt: components["schemas"]["Instant"];
                /**
                 * Use
                 * @description Rated use of the stretch.
                 */
                use: components["schemas"]["UsageFigures"];
                /**
                 * Fees
                 * @description Fees charged in the stretch, in the account's currency.
                 */
                fees: components["schemas"]["MoneyMicros"];
                /**
                 * Total
                 * @description Rated use and fees, in the account's currency.
                 */
                total: components["schemas"]["MoneyMicros"];
            };
            /**
             * Last top-up
             * @description The latest that was credited; null where there was none.
             */
            lastTopUp: {
                /**
                 * Order
                 * @description The payment order.
                 */
                orderId: components["schemas"]["Id"];
                /**
                 * Amount
                 * @description Credited.
                 */
                amount: components["schemas"]["MoneyMicros"];
                /**
                 * At
                 * @description When the channel captured it.
                 */
                at: components["schemas"]["Instant"];
                /**
                 * Channel
                 * @description Type of the payment channel.
                 * @example wechatpay
                 */
                channel: string;
            } | null;
            /**
             * Supply
             * @description Supply points of the metering points that the account pays for now.
             */
            supply: {
                /**
                 * Supply point
                 * @description Which.
                 */
                supplyPointId: components["schemas"]["Id"];
                /**
                 * Metering point
                 * @description Where its use is measured.
                 */
                meteringPointId: components["schemas"]["Id"];
                /**
                 * Name
                 * @description Name of the metering point.
                 * @example Unit 3-05, electricity
                 */
                name: string;
                utility: components["schemas"]["Utility"];
                /**
                 * Wish
                 * @description What the decision in force wishes.
                 * @enum {unknown}
                 */
                desired: "on" | "off";
                /**
                 * Verified
                 * @description What relay and load together prove.
                 * @enum {unknown}
                 */
                verified: "on" | "off" | "unknown";
                /**
                 * State
                 * @description Where the loop that reconciles wish and relay has come to.
                 * @enum {unknown}
                 */
                state: "on" | "off" | "cutting" | "restoring" | "unknown" | "drawing" | "contrary" | "unreachable";
                /**
                 * Since
                 * @description When it came to that state.
                 */
                stateSince: components["schemas"]["Instant"];
            }[];
            /**
             * Open debt episode
             * @description Null where there is none.
             */
            debtEpisode: {
                /**
                 * Id
                 * @description The episode.
                 */
                id: components["schemas"]["Id"];
                /**
                 * Began
                 * @description When cash fell below the limit.
                 */
                beganAt: components["schemas"]["Instant"];
                /**
                 * Recovered
                 * Format: date-time
                 * @description When cash was seen back at the limit or above.
                 */
                recoveredAt: string | null;
                /**
                 * Deadline
                 * Format: date-time
                 * @description The deadline that the notice names; null before one was written.
                 */
                deadlineAt: string | null;
                /**
                 * Cut
                 * Format: date-time
                 * @description When supply was cut; null where it is not.
                 */
                cutAt: string | null;
                /**
                 * Approval
                 * @description Whether somebody has let the cut through.
                 * @enum {unknown}
                 */
                approval: "none" | "requested" | "approved" | "refused";
            } | null;
        };
        /**
         * Account
         * @description A contract's prepaid account.
         * @example {
         *       "id": "15",
         *       "siteId": "1",
         *       "contractId": "12",
         *       "code": "ACC-15",
         *       "currency": "CNY",
         *       "state": "open",
         *       "overdraft": "0",
         *       "emergencyCredit": "20",
         *       "lowBalance": "50",
         *       "veryLowBalance": "10",
         *       "purses": [
         *         {
         *           "kind": "cash",
         *           "fund": "general",
         *           "balance": "128.5"
         *         }
         *       ],
         *       "version": 1
         *     }
         */
        Account: {
            readonly id: components["schemas"]["Id"];
            /**
             * Site
             * @description The site it belongs to.
             */
            siteId: components["schemas"]["Id"];
            /**
             * Contract
             * @description The contract it pays for.
             */
            contractId: components["schemas"]["Id"];
            code: components["schemas"]["Code"];
            currency: components["schemas"]["Currency"];
            /**
             * State
             * @description Where the account stands.
             * @enum {unknown}
             */
            readonly state: "open" | "closing" | "closed";
            /**
             * Overdraft
             * @description How far below zero supply runs, as agreed.
             * @default 0
             */
            overdraft: components["schemas"]["MoneyMicros"];
            /**
             * Emergency credit
             * @description Credit on top of the overdraft, to be paid back.
             * @default 0
             */
            emergencyCredit: components["schemas"]["MoneyMicros"];
            /**
             * Low balance
             * @description Balance below which the tenant is warned.
             */
            lowBalance: components["schemas"]["MoneyMicros"];
            /**
             * Very low balance
             * @description Balance below which the tenant is warned again, more urgently.
             */
            veryLowBalance: components["schemas"]["MoneyMicros"];
            /**
             * Purses
             * @description What is in the account, by kind of money and fund.
             */
            readonly purses: {
                /**
                 * Kind
                 * @description What kind of money.
                 * @enum {unknown}
                 */
                kind: "cash" | "bonus" | "deposit" | "receivable" | "refund-pending";
                /**
                 * Fund
                 * @description Money kept apart from other money.
                 */
                fund: string;
                /**
                 * Balance
                 * @description Credits minus debits. Of `receivable`, minus what is owed beside energy: it waits for credit above zero and never leads to a cut.
                 */
                balance: components["schemas"]["MoneyMicros"];
            }[];
            /**
             * Version
             * @description Counts the changes; its ETag is this number in quotes.
             */
            readonly version: number;
        };
        /**
         * Announcement
         * @description What the management tells everybody in the building, in the portal, on the lobby screen or on both.
         * @example {
         *       "id": "3",
         *       "siteId": "1",
         *       "title": "Lift B out of service",
         *       "text": "The lift is being serviced on Saturday from 09:00 to 12:00. Please use lift A.",
         *       "from": "2026-02-06T00:00:00Z",
         *       "until": "2026-02-07T04:00:00Z",
         *       "audience": "both",
         *       "version": 1
         *     }
         */
        Announcement: {
            readonly id: components["schemas"]["Id"];
            /**
             * Site
             * @description The site it is for.
             */
            siteId: components["schemas"]["Id"];
            /**
             * Title
             * @description Its heading, readable from afar.
             * @example Lift B out of service
             */
            title: string;
            /**
             * Text
             * @description What there is to know; plain text.
             * @example The lift is being serviced on Saturday from 09:00 to 12:00. Please use lift A.
             */
            text: string;
            /**
             * From
             * @description Since when it is shown.
             */
            from: components["schemas"]["Instant"];
            /**
             * Until
             * Format: date-time
             * @description When it is shown no longer; null: until it is removed.
             * @example 2026-02-07T04:00:00Z
             */
            until: string | null;
            /**
             * Shown
             * @description `portal`: to tenants in their portal. `kiosk`: on the lobby screen. `both`: in both.
             * @default both
             * @enum {unknown}
             */
            audience: "portal" | "kiosk" | "both";
            /**
             * Version
             * @description Counts changes.
             */
            readonly version: number;
            /**
             * Removed
             * Format: date-time
             * @description When it was removed; null while it is in use.
             */
            readonly archivedAt?: string | null;
        };
        /**
         * API key
         * @description A key by which a program acts as its user. The key itself is told once, when it is made.
         * @example {
         *       "id": "k_1",
         *       "name": "Accounting",
         *       "start": "bbk_ab",
         *       "createdAt": "2026-01-31T08:00:00.000Z",
         *       "expiresAt": null
         *     }
         */
        ApiKey: {
            /**
             * Id
             * @description Id of the key.
             */
            id: string;
            /**
             * Name
             * @description What it is for.
             */
            name: string;
            /**
             * Start
             * @description Its first characters, to tell keys apart.
             */
            start: string | null;
            /**
             * Created
             * @description When it was made.
             */
            createdAt: components["schemas"]["Instant"];
            /**
             * Expires
             * Format: date-time
             * @description When it ends; null: never.
             */
            expiresAt: string | null;
        };
        /**
         * Audit event
         * @description Who did what, when and from where; kept for ever.
         * @example {
         *       "id": "8",
         *       "at": "2026-01-31T08:00:00.000Z",
         *       "actorId": "u_7",
         *       "actorName": "li.wei@busbar.example",
         *       "ip": "127.0.0.1",
         *       "operation": "tenants.update",
         *       "outcome": "done",
         *       "siteId": "1",
         *       "subject": "tenants:9",
         *       "before": {
         *         "name": "Lotus"
         *       },
         *       "after": {
         *         "name": "Lotus Tea House"
         *       },
         *       "sealed": true
         *     }
         */
        AuditEvent: {
            readonly id: components["schemas"]["Id"];
            /**
             * At
             * @description When it was done.
             */
            at: components["schemas"]["Instant"];
            /**
             * Who
             * @description Id of the user; null: the system or nobody signed in.
             */
            actorId: string | null;
            /**
             * Name
             * @description What identified them: e-mail, or API key.
             */
            actorName: string | null;
            /**
             * From
             * @description Address of the connection.
             */
            ip: string | null;
            /**
             * Operation
             * @description What was called.
             */
            operation: string;
            /**
             * Outcome
             * @description Whether it was done or denied.
             * @enum {unknown}
             */
            outcome: "done" | "denied";
            /**
             * Site
             * @description Where; null: the instance.
             */
            siteId: string | null;
            /**
             * Subject
             * @description What it was done to.
             */
            subject: string;
            /**
             * Before
             * @description As it was; null where there was nothing.
             */
            before: {
                [key: string]: unknown;
            } | null;
            /**
             * After
             * @description As it is now; null where nothing is.
             */
            after: {
                [key: string]: unknown;
            } | null;
            /**
             * Sealed
             * @description Whether the hash chain covers it yet; it does within a second.
             */
            sealed: boolean;
        };
        /**
         * Audit verification
         * @description Whether the audit log is whole.
         * @example {
         *       "ok": true,
         *       "sealed": 120,
         *       "unsealed": 1,
         *       "faults": [],
         *       "head": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
         *     }
         */
        AuditVerification: {
            /**
             * Whole
             * @description Whether no sealed row was changed, added or taken away.
             */
            ok: boolean;
            /**
             * Sealed
             * @description Rows that the chain covers.
             */
            sealed: number;
            /**
             * Not yet sealed
             * @description Rows that it does not cover yet.
             */
            unsealed: number;
            /**
             * Faults
             * @description The first faults found.
             */
            faults: {
                /**
                 * Seal
                 * @description Number of the seal.
                 */
                seal: string;
                /**
                 * Detail
                 * @description What is wrong there.
                 */
                detail: string;
            }[];
            /**
             * Head
             * @description Hash of the last seal: keep it elsewhere to find a rewritten chain.
             */
            head: string | null;
        };
        /**
         * Browse
         * @description Which node's children to list.
         * @example {
         *       "nodeId": null,
         *       "limit": 200
         *     }
         */
        BrowseRequest: {
            /**
             * Node
             * @description As it was listed; null: the root.
             * @default null
             */
            nodeId: string | null;
            /**
             * Time
             * @description It ends by then with what was found so far, in milliseconds.
             * @default 5000
             */
            timeoutMs: number;
            /**
             * Limit
             * @description The most to give of each kind of thing.
             * @default 200
             */
            limit: number;
            /**
             * Search
             * @description A name of the caller's choice, by which it can be cancelled.
             */
            searchId?: string;
        };
        /**
         * Nodes
         * @description Children of a node of the devices' address space.
         * @example {
         *       "nodes": [
         *         {
         *           "nodeId": "ns=2;s=Meters",
         *           "title": "Meters",
         *           "hasChildren": true
         *         }
         *       ]
         *     }
         */
        Browsing: {
            /**
             * Nodes
             * @description In the device's order.
             */
            nodes: {
                /**
                 * Node
                 * @description As the driver calls it.
                 */
                nodeId: string;
                /**
                 * Title
                 * @description What to call it.
                 */
                title: string;
                /**
                 * Children
                 * @description Whether it can be browsed.
                 */
                hasChildren: boolean;
                point?: components["schemas"]["DiscoveredPoint"];
                /**
                 * Value
                 * @description Its value now, where that is known.
                 */
                value?: string;
            }[];
        };
        /**
         * Import report
         * @description What importing a file does, row by row.
         * @example {
         *       "applied": false,
         *       "format": "xlsx",
         *       "totals": {
         *         "create": 1,
         *         "update": 0,
         *         "unchanged": 12,
         *         "error": 1
         *       },
         *       "kinds": [
         *         {
         *           "resource": "spaces",
         *           "create": 1,
         *           "update": 0,
         *           "unchanged": 12,
         *           "error": 1
         *         }
         *       ],
         *       "rows": [
         *         {
         *           "resource": "spaces",
         *           "sheet": "spaces",
         *           "row": 14,
         *           "outcome": "create",
         *           "key": "harbour-plaza / A-102",
         *           "changes": [],
         *           "errors": []
         *         },
         *         {
         *           "resource": "spaces",
         *           "sheet": "spaces",
         *           "row": 15,
         *           "outcome": "error",
         *           "key": "harbour-plaza / A-103",
         *           "changes": [],
         *           "errors": [
         *             {
         *               "cell": "D15",
         *               "column": "kind",
         *               "message": "Choose one of: building, floor, unit, common.",
         *               "code": "enum",
         *               "parameters": {
         *                 "value": "building, floor, unit, common"
         *               }
         *             }
         *           ]
         *         }
         *       ],
         *       "notes": [],
         *       "plan": "0000000000000000000000000000000000000000000000000000000000000000"
         *     }
         */
        BulkReport: {
            /**
             * Imported
             * @description Whether it was written; false: the file was only checked.
             */
            applied: boolean;
            /**
             * Format
             * @description What the file is.
             * @enum {unknown}
             */
            format: "xlsx" | "csv" | "zip";
            /**
             * Totals
             * @description Rows of all kinds, counted.
             */
            totals: {
                /**
                 * New
                 * @description Rows that would be, or were, made.
                 */
                create: number;
                /**
                 * Changed
                 * @description Rows that would be, or were, changed.
                 */
                update: number;
                /**
                 * Left alone
                 * @description Rows that are there as the file has them.
                 */
                unchanged: number;
                /**
                 * Wrong
                 * @description Rows that have something to be mended.
                 */
                error: number;
            };
            /**
             * Kinds
             * @description Rows of each kind, counted, in the order in which they are imported.
             */
            kinds: {
                /**
                 * Kind
                 * @description Service of the resource.
                 */
                resource: string;
                /**
                 * New
                 * @description Rows that would be, or were, made.
                 */
                create: number;
                /**
                 * Changed
                 * @description Rows that would be, or were, changed.
                 */
                update: number;
                /**
                 * Left alone
                 * @description Rows that are there as the file has them.
                 */
                unchanged: number;
                /**
                 * Wrong
                 * @description Rows that have something to be mended.
                 */
                error: number;
            }[];
            /**
             * Rows
             * @description Rows that do something or are wrong; those that change nothing are counted alone. Empty once it is imported: the audit log has them then.
             */
            rows: {
                /**
                 * Kind
                 * @description Service of the resource.
                 */
                resource: string;
                /**
                 * Sheet
                 * @description Name of the sheet or the file.
                 */
                sheet: string;
                /**
                 * Row
                 * @description Number of the row, as spreadsheets count.
                 */
                row: number;
                /**
                 * Outcome
                 * @description What becomes of the row.
                 * @enum {unknown}
                 */
                outcome: "create" | "update" | "error";
                /**
                 * About
                 * @description What the row is about, in the words of the file.
                 */
                key: string;
                /**
                 * Changes
                 * @description Cells that differ from what is there.
                 */
                changes: {
                    /**
                     * Column
                     * @description Name of the column.
                     */
                    column: string;
                    /**
                     * Before
                     * @description What is there.
                     */
                    before: string;
                    /**
                     * After
                     * @description What the file has.
                     */
                    after: string;
                }[];
                /**
                 * Errors
                 * @description What is to be mended.
                 */
                errors: {
                    /**
                     * Cell
                     * @description As spreadsheets name it; the number of the row where it is the row as a whole.
                     */
                    cell: string;
                    /**
                     * Column
                     * @description Name of the column; null: the row as a whole.
                     */
                    column: string | null;
                    /**
                     * Code
                     * @description What is wrong, kept for ever: a name in schemas/ui/faults.json, which has its words in each language.
                     * @example enum
                     */
                    code: string;
                    /**
                     * Parameters
                     * @description What stands in the words' braces, and `place`, where it is a part of the cell's value.
                     */
                    parameters: {
                        [key: string]: string;
                    };
                    /**
                     * What to do
                     * @description What is wrong and how to mend it, in English.
                     */
                    message: string;
                }[];
            }[];
            /**
             * Remarks
             * @description What has to be known of how the file was read.
             */
            notes: {
                /**
                 * Code
                 * @description What is wrong, kept for ever: a name in schemas/ui/faults.json, which has its words in each language.
                 * @example enum
                 */
                code: string;
                /**
                 * Parameters
                 * @description What stands in the words' braces, and `place`, where it is a part of the cell's value.
                 */
                parameters: {
                    [key: string]: string;
                };
                /**
                 * Remark
                 * @description The sentence, in English.
                 */
                message: string;
            }[];
            /**
             * Plan
             * @description Names what would be done; sent with the import, nothing else is done.
             */
            plan: string;
        };
        /**
         * Certificate trust
         * @description Which of the certificates that the connection has refused is to be trusted.
         * @example {
         *       "thumbprint": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
         *     }
         */
        CertificateTrust: {
            /**
             * Thumbprint
             * @description As the connection's health tells it.
             */
            thumbprint: string;
        };
        /**
         * Charge, explained
         * @description One charge down to the readings that made it, with the arithmetic in steps.
         */
        ChargeExplanation: {
            /**
             * Charge
             * @description As it was booked.
             */
            charge: components["schemas"]["Charge"];
            /**
             * Account
             * @description Who pays; null where nobody does.
             */
            accountId: string | null;
            /**
             * Currency
             * @description ISO 4217; null where nobody pays.
             */
            currency: string | null;
            /**
             * Reversed by
             * @description The charge that undoes this one; null where it stands.
             */
            reversedById: string | null;
            /**
             * Metering point
             * @description Where.
             */
            meteringPoint: {
                /**
                 * Id
                 * @description Which.
                 */
                id: components["schemas"]["Id"];
                /**
                 * Code
                 * @description Its code.
                 * @example MP-305
                 */
                code: string;
                /**
                 * Name
                 * @description Its name.
                 * @example Unit 3-05, electricity
                 */
                name: string;
                utility: components["schemas"]["Utility"];
                /**
                 * Unit
                 * @description Billing unit of the quantity.
                 * @enum {unknown}
                 */
                unit: "kWh" | "m3" | "GJ" | "RTh";
            };
            /**
             * Meter
             * @description By which device.
             */
            meter: {
                /**
                 * Id
                 * @description Which.
                 */
                id: components["schemas"]["Id"];
                /**
                 * Serial number
                 * @description On its plate.
                 * @example 20231187
                 */
                serial: string;
                /**
                 * Model
                 * @description What it is.
                 * @example DTS634
                 */
                model: string;
            };
            /**
             * Register
             * @description By which counter.
             */
            register: {
                /**
                 * Id
                 * @description Which.
                 */
                id: components["schemas"]["Id"];
                /**
                 * Code
                 * @description Its code.
                 * @example total
                 */
                code: string;
                /**
                 * Band
                 * @description The band that it counts alone; null: all.
                 */
                band: string | null;
                /**
                 * Digits
                 * @description Before the decimal point; it rolls over after them.
                 */
                digits: number;
            };
            /**
             * Multiplier
             * @description Of current and voltage transformers.
             */
            multiplier: components["schemas"]["QuantityMicros"];
            /**
             * Readings
             * @description At the two ends.
             */
            readings: {
                /**
                 * End
                 * @description Which end of the interval.
                 * @enum {unknown}
                 */
                end: "from" | "to";
                /**
                 * At
                 * @description When.
                 */
                at: components["schemas"]["Instant"];
                /**
                 * Value
                 * @description Of the register.
                 */
                value: components["schemas"]["QuantityMicros"];
                /**
                 * Origin
                 * @description Read from the device, signed by whoever changed the meter, or worked out between two readings because the payer changed.
                 * @enum {unknown}
                 */
                origin: "reading" | "signed" | "interpolated";
                /**
                 * Quality
                 * @description As the device said; null where it was not read.
                 */
                quality: string | null;
                /**
                 * Source
                 * @description Where it came from; null where it was not read.
                 */
                source: string | null;
                /**
                 * Received
                 * Format: date-time
                 * @description When it came in; null where it was not read.
                 */
                receivedAt: string | null;
            }[];
            /**
             * Tariff versions
             * @description That priced it.
             */
            tariffs: {
                /**
                 * Id
                 * @description Which.
                 */
                id: components["schemas"]["Id"];
                /**
                 * Plan
                 * @description Of which plan.
                 */
                planId: components["schemas"]["Id"];
                /**
                 * Plan's code
                 * @description Its code.
                 * @example TOU
                 */
                planCode: string;
                /**
                 * Plan's name
                 * @description Its name.
                 * @example Time of use
                 */
                planName: string;
                /**
                 * Strategy
                 * @description Which strategy made it.
                 * @example time-of-use
                 */
                strategy: string;
                /**
                 * Effective
                 * @description From when on it prices use.
                 */
                effectiveAt: components["schemas"]["Instant"];
            }[];
            /**
             * Steps
             * @description The arithmetic, in order.
             */
            steps: {
                /**
                 * Kind
                 * @description Register difference, multiplier, price, percentage, sum, or a reversal's turned sign.
                 * @enum {unknown}
                 */
                kind: "difference" | "multiplier" | "reversal" | "price" | "percentage" | "sum";
                /**
                 * Line
                 * @description Index among the charge's lines; null where it is about no line.
                 */
                line: number | null;
                /**
                 * Left
                 * @description First figure, exactly.
                 * @example 1043.62
                 */
                left: string;
                /**
                 * Operator
                 * @description What is done.
                 * @enum {unknown}
                 */
                operator: "-" | "×" | "+";
                /**
                 * Right
                 * @description Second figure, exactly.
                 * @example 1042.37
                 */
                right: string;
                /**
                 * Exact
                 * @description Left, operator and right, exactly.
                 * @example 1.25
                 */
                exact: string;
                /**
                 * Result
                 * @description What goes on.
                 * @example 1.25
                 */
                result: string;
                /**
                 * Rounding
                 * @description Result less exact: amounts are differences of rounded cumulative amounts, so that splitting use never changes a sum.
                 * @example 0
                 */
                rounding: string;
                /**
                 * Component
                 * @description Title of the component; null where it is about no line.
                 */
                component: {
                    [key: string]: string;
                } | null;
                /**
                 * Band
                 * @description Title of the band; null where it is about no line.
                 */
                band: {
                    [key: string]: string;
                } | null;
                /**
                 * Why
                 * @description Why this price; null where it is about no line.
                 */
                why: {
                    [key: string]: string;
                } | null;
                /**
                 * Counted before
                 * @description Where the ladder's period stood before; of a percentage, its base so far; null where it is about no line.
                 */
                countedBefore: string | null;
                /**
                 * Step
                 * @description Step of the ladder; null where there is but one price.
                 */
                step: {
                    /**
                     * Number
                     * @description Which, from 1.
                     */
                    number: number;
                    /**
                     * Of
                     * @description How many steps the ladder has.
                     */
                    of: number;
                    /**
                     * Above
                     * @description Where it begins: use of the ladder's period.
                     */
                    above: components["schemas"]["QuantityMicros"];
                    /**
                     * Up to
                     * @description Where it ends; null: no end.
                     */
                    upTo: string | null;
                } | null;
                /**
                 * Sentence
                 * @description The step in words.
                 */
                sentence: components["schemas"]["LocalizedText"];
            }[];
        };
        /**
         * Charge
         * @description Use of one metering point over an interval, with what was charged for it and why.
         * @example {
         *       "id": "2001",
         *       "meteringPointId": "41",
         *       "registerId": "31",
         *       "fromAt": "2026-01-31T07:45:00.000Z",
         *       "toAt": "2026-01-31T08:00:00.000Z",
         *       "from": "1042.37",
         *       "to": "1043.62",
         *       "quantity": "1.25",
         *       "amount": "1.25",
         *       "unrated": null,
         *       "reversesId": null,
         *       "lines": [
         *         {
         *           "tariffVersionId": "91",
         *           "component": "energy",
         *           "category": "energy",
         *           "band": "peak",
         *           "fromAt": "2026-01-31T07:45:00.000Z",
         *           "toAt": "2026-01-31T08:00:00.000Z",
         *           "quantity": "1.25",
         *           "quantityFrom": "310",
         *           "price": "1",
         *           "amount": "1.25",
         *           "estimated": false
         *         }
         *       ]
         *     }
         */
        Charge: {
            readonly id: components["schemas"]["Id"];
            /**
             * Metering point
             * @description Where.
             */
            meteringPointId: components["schemas"]["Id"];
            /**
             * Register
             * @description By which counter.
             */
            registerId: components["schemas"]["Id"];
            /**
             * From
             * @description First instant.
             */
            fromAt: components["schemas"]["Instant"];
            /**
             * To
             * @description First instant after.
             */
            toAt: components["schemas"]["Instant"];
            /**
             * Register at the start
             * @description As read.
             */
            from: components["schemas"]["QuantityMicros"];
            /**
             * Register at the end
             * @description As read.
             */
            to: components["schemas"]["QuantityMicros"];
            /**
             * Quantity
             * @description Used, after the multiplier.
             */
            quantity: components["schemas"]["QuantityMicros"];
            /**
             * Amount
             * @description Sum of the lines.
             */
            amount: components["schemas"]["MoneyMicros"];
            /**
             * Not rated
             * @description Why there is no charge; null where there is one.
             */
            unrated: string | null;
            /**
             * Reverses
             * @description The interval that this one undoes.
             */
            reversesId: string | null;
            /**
             * Lines
             * @description How the amount comes about.
             */
            lines: {
                /**
                 * Tariff version
                 * @description Which version priced it.
                 */
                tariffVersionId: components["schemas"]["Id"];
                /**
                 * Component
                 * @description Which price of the plan.
                 */
                component: string;
                /**
                 * Category
                 * @description Energy alone can lead to a cut.
                 * @enum {unknown}
                 */
                category: "energy" | "surcharge";
                /**
                 * Band
                 * @description Time-of-use band.
                 */
                band: string;
                /**
                 * From
                 * @description First instant.
                 */
                fromAt: components["schemas"]["Instant"];
                /**
                 * To
                 * @description First instant after.
                 */
                toAt: components["schemas"]["Instant"];
                /**
                 * Quantity
                 * @description Used in this band and tier.
                 */
                quantity: components["schemas"]["QuantityMicros"];
                /**
                 * Counted before
                 * @description Where the period stood before this line.
                 */
                quantityFrom: components["schemas"]["QuantityMicros"];
                /**
                 * Price
                 * @description Price of one unit.
                 */
                price: components["schemas"]["MoneyMicros"];
                /**
                 * Amount
                 * @description What it costs.
                 */
                amount: components["schemas"]["MoneyMicros"];
                /**
                 * Estimated
                 * @description Whether use was spread over bands by profile.
                 */
                estimated: boolean;
            }[];
        };
        /**
         * Code
         * @description Short name that people use, unique among its kind at the site.
         * @example A-101
         */
        Code: string;
        /**
         * Giving up
         * @description Ends a commissioning without a certificate.
         * @example {
         *       "reason": "The meter is defective"
         *     }
         */
        CommissioningAbandonment: {
            /**
             * Reason
             * @description Why.
             * @example The meter is defective
             */
            reason: string;
        };
        /**
         * Relay test
         * @description One supervised test: supply taken away and given back.
         * @example {
         *       "startedAt": "2026-03-10T04:00:00.000Z",
         *       "startedBy": "k3Vq8",
         *       "tenantConfirmed": false,
         *       "restoreOrderId": "7",
         *       "off": {
         *         "orderId": "8",
         *         "orderedAt": "2026-03-10T04:00:00.000Z",
         *         "sentAt": "2026-03-10T04:00:01.000Z",
         *         "outcome": "confirmed",
         *         "reported": "off",
         *         "reportedAt": "2026-03-10T04:00:02.000Z",
         *         "verified": "off",
         *         "evidence": "relay",
         *         "verifiedAt": "2026-03-10T04:00:02.000Z",
         *         "loadBefore": "1840",
         *         "loadAfter": "0",
         *         "loadUnit": "W"
         *       },
         *       "on": null,
         *       "result": null,
         *       "endedAt": null
         *     }
         */
        CommissioningRelayTest: {
            /**
             * Started
             * @description When.
             */
            startedAt: components["schemas"]["Instant"];
            /**
             * Started by
             * @description Who stood by (id of the user).
             * @example k3Vq8
             */
            startedBy: string;
            /**
             * Tenant confirmed
             * @description Whether it was confirmed that a paying tenant is cut for a moment.
             * @example false
             */
            tenantConfirmed: boolean;
            /**
             * Restoring order
             * @description The order that gives supply back when the other ends.
             * @example 21
             */
            restoreOrderId: string | null;
            /**
             * Taken away
             * @description What was seen of taking supply away; null before it was looked at.
             * @example null
             */
            off: {
                /**
                 * Order
                 * @description The order that was given.
                 * @example 21
                 */
                orderId: string | null;
                /**
                 * Ordered
                 * Format: date-time
                 * @description When.
                 * @example 2026-03-10T04:00:00.000Z
                 */
                orderedAt: string | null;
                /**
                 * Sent
                 * Format: date-time
                 * @description When the driver sent the command; null: it was not.
                 * @example 2026-03-10T04:00:00.000Z
                 */
                sentAt: string | null;
                /**
                 * Outcome
                 * @description What became of the command.
                 * @example confirmed
                 * @enum {unknown}
                 */
                outcome: "confirmed" | "refused" | "offline" | "unknown" | null;
                /**
                 * Read back
                 * @description What the relay said afterwards.
                 * @example off
                 * @enum {unknown}
                 */
                reported: "on" | "off" | null;
                /**
                 * Read back at
                 * Format: date-time
                 * @description When the relay said so.
                 * @example 2026-03-10T04:00:00.000Z
                 */
                reportedAt: string | null;
                /**
                 * Verified
                 * @description What relay and load together proved.
                 * @example off
                 * @enum {unknown}
                 */
                verified: "on" | "off" | "unknown";
                /**
                 * Evidence
                 * @description What that rests on.
                 * @example relay
                 * @enum {unknown}
                 */
                evidence: "relay" | "relay-and-load" | null;
                /**
                 * Verified at
                 * Format: date-time
                 * @description When it was proved.
                 * @example 2026-03-10T04:00:00.000Z
                 */
                verifiedAt: string | null;
                /**
                 * Load before
                 * @description Load before the command, in the load point's unit.
                 * @example 1840
                 */
                loadBefore: string | null;
                /**
                 * Load after
                 * @description Load after it.
                 * @example 0
                 */
                loadAfter: string | null;
                /**
                 * Unit of load
                 * @description Unit of the loads.
                 * @example W
                 */
                loadUnit: string | null;
            } | null;
            /**
             * Given back
             * @description What was seen of giving it back; null before it was looked at.
             * @example null
             */
            on: {
                /**
                 * Order
                 * @description The order that was given.
                 * @example 21
                 */
                orderId: string | null;
                /**
                 * Ordered
                 * Format: date-time
                 * @description When.
                 * @example 2026-03-10T04:00:00.000Z
                 */
                orderedAt: string | null;
                /**
                 * Sent
                 * Format: date-time
                 * @description When the driver sent the command; null: it was not.
                 * @example 2026-03-10T04:00:00.000Z
                 */
                sentAt: string | null;
                /**
                 * Outcome
                 * @description What became of the command.
                 * @example confirmed
                 * @enum {unknown}
                 */
                outcome: "confirmed" | "refused" | "offline" | "unknown" | null;
                /**
                 * Read back
                 * @description What the relay said afterwards.
                 * @example off
                 * @enum {unknown}
                 */
                reported: "on" | "off" | null;
                /**
                 * Read back at
                 * Format: date-time
                 * @description When the relay said so.
                 * @example 2026-03-10T04:00:00.000Z
                 */
                reportedAt: string | null;
                /**
                 * Verified
                 * @description What relay and load together proved.
                 * @example off
                 * @enum {unknown}
                 */
                verified: "on" | "off" | "unknown";
                /**
                 * Evidence
                 * @description What that rests on.
                 * @example relay
                 * @enum {unknown}
                 */
                evidence: "relay" | "relay-and-load" | null;
                /**
                 * Verified at
                 * Format: date-time
                 * @description When it was proved.
                 * @example 2026-03-10T04:00:00.000Z
                 */
                verifiedAt: string | null;
                /**
                 * Load before
                 * @description Load before the command, in the load point's unit.
                 * @example 1840
                 */
                loadBefore: string | null;
                /**
                 * Load after
                 * @description Load after it.
                 * @example 0
                 */
                loadAfter: string | null;
                /**
                 * Unit of load
                 * @description Unit of the loads.
                 * @example W
                 */
                loadUnit: string | null;
            } | null;
            /**
             * Result
             * @description passed: both states were verified.
             * @example passed
             * @enum {unknown}
             */
            result: "passed" | "failed" | null;
            /**
             * Ended
             * Format: date-time
             * @description When the test ended.
             * @example 2026-03-10T04:00:00.000Z
             */
            endedAt: string | null;
        };
        /**
         * Sign-off
         * @description Signs a commissioning off and freezes it.
         * @example {
         *       "signatory": "Li Wei",
         *       "witness": "Zhang Min"
         *     }
         */
        CommissioningSignature: {
            /**
             * Signatory
             * @description Name that stands on the certificate.
             * @example Li Wei
             */
            signatory: string;
            /**
             * Witness
             * @description Who else stood by.
             * @example Zhang Min
             */
            witness?: string;
            /**
             * Remarks
             * @description What else is to be known; asked for where the relay has passed no test.
             * @example No load connected yet
             */
            remarks?: string;
        };
        /**
         * Value seen
         * @description A value of a point and when it was read.
         * @example {
         *       "pointId": "71",
         *       "registerId": "31",
         *       "name": "total",
         *       "unit": "kWh",
         *       "value": "1042.37",
         *       "quality": "good",
         *       "at": "2026-03-10T04:00:00.000Z"
         *     }
         */
        CommissioningValue: {
            /**
             * Point
             * @description Which point.
             * @example 21
             */
            pointId: string | null;
            /**
             * Register
             * @description Which register; null where it is none.
             * @example 21
             */
            registerId: string | null;
            /**
             * Name
             * @description Code of the register, or role of the point.
             * @example total
             */
            name: string;
            /**
             * Unit
             * @description Unit of its values; empty for states.
             * @example kWh
             */
            unit: string;
            /**
             * Value
             * @description As it was read.
             * @example 1042.37
             */
            value: string;
            /**
             * Quality
             * @description As the driver told it.
             * @example good
             */
            quality: string;
            /**
             * At
             * @description When it was read.
             */
            at: components["schemas"]["Instant"];
        };
        /**
         * Commissioning
         * @description How a meter was put into service: how it was found and mapped, which values were seen, how its relay was tested, and who signed. A signed record is never changed.
         * @example {
         *       "id": "3",
         *       "siteId": "1",
         *       "meterId": "21",
         *       "meteringPointId": "41",
         *       "installationId": "51",
         *       "supplyPointId": null,
         *       "connectionId": "61",
         *       "templateId": "shelly-plus-1pm",
         *       "foundAs": "shellyplus1pm-1",
         *       "state": "mapped",
         *       "startedBy": "k3Vq8",
         *       "startedAt": "2026-03-10T04:00:00.000Z",
         *       "seen": [],
         *       "seenAt": null,
         *       "seenBy": null,
         *       "tests": [],
         *       "signedAt": null,
         *       "signedBy": null,
         *       "signatory": null,
         *       "witness": null,
         *       "remarks": null,
         *       "hash": null,
         *       "certificate": null,
         *       "endedAt": null,
         *       "version": 1
         *     }
         */
        Commissioning: {
            readonly id: components["schemas"]["Id"];
            /**
             * Site
             * @description The site it is at.
             */
            readonly siteId: components["schemas"]["Id"];
            /**
             * Meter
             * @description The meter.
             */
            readonly meterId: components["schemas"]["Id"];
            /**
             * Metering point
             * @description Where it measures.
             */
            readonly meteringPointId: components["schemas"]["Id"];
            /**
             * Installation
             * @description Its installation.
             */
            readonly installationId: components["schemas"]["Id"];
            /**
             * Supply point
             * @description What its relay supplies; null: it has none.
             * @example 21
             */
            readonly supplyPointId: string | null;
            /**
             * Connection
             * @description By which it is reached.
             * @example 21
             */
            readonly connectionId: string | null;
            /**
             * Template
             * @description The template that was chosen; null: it was mapped by hand.
             * @example shelly-plus-1pm
             */
            readonly templateId: string | null;
            /**
             * Found as
             * @description Name of the device as discovery told it.
             * @example shellyplus1pm-1
             */
            readonly foundAs: string | null;
            /**
             * State
             * @description mapped: its points are bound. seen: live values were seen. off-ordered: supply is being taken away for the test. on-ordered: it is being given back. tested: the relay test passed. signed: finished. abandoned: given up.
             * @example mapped
             * @enum {unknown}
             */
            readonly state: "mapped" | "seen" | "off-ordered" | "on-ordered" | "tested" | "signed" | "abandoned";
            /**
             * Started by
             * @description Who began (id of the user).
             * @example k3Vq8
             */
            readonly startedBy: string;
            /**
             * Started
             * @description When it was begun.
             */
            readonly startedAt: components["schemas"]["Instant"];
            /**
             * Values seen
             * @description Live values that were seen.
             * @example []
             */
            readonly seen: components["schemas"]["CommissioningValue"][];
            /**
             * Seen
             * Format: date-time
             * @description When they were.
             * @example 2026-03-10T04:00:00.000Z
             */
            readonly seenAt: string | null;
            /**
             * Seen by
             * @description By whom (id of the user).
             * @example k3Vq8
             */
            readonly seenBy: string | null;
            /**
             * Relay tests
             * @description Oldest first.
             * @example []
             */
            readonly tests: components["schemas"]["CommissioningRelayTest"][];
            /**
             * Signed
             * Format: date-time
             * @description When it was signed off.
             * @example 2026-03-10T04:00:00.000Z
             */
            readonly signedAt: string | null;
            /**
             * Signed by
             * @description Who signed it off (id of the user).
             * @example k3Vq8
             */
            readonly signedBy: string | null;
            /**
             * Signatory
             * @description Name that stands on the certificate.
             * @example Li Wei
             */
            readonly signatory: string | null;
            /**
             * Witness
             * @description Who else stood by.
             * @example Zhang Min
             */
            readonly witness: string | null;
            /**
             * Remarks
             * @description What else is to be known, such as why the relay was not tested or why it was given up.
             * @example No load connected yet
             */
            readonly remarks: string | null;
            /**
             * Hash
             * @description SHA-256 of what was certified, as canonical JSON; it stands on the certificate.
             * @example null
             */
            readonly hash: string | null;
            /**
             * Certified
             * @description All that the certificate says; the hash is of this.
             * @example null
             */
            readonly certificate: {
                [key: string]: unknown;
            } | null;
            /**
             * Ended
             * Format: date-time
             * @description When it was signed or given up.
             * @example 2026-03-10T04:00:00.000Z
             */
            readonly endedAt: string | null;
            /**
             * Version
             * @description Counts the changes; its ETag is this number in quotes.
             * @example 1
             */
            readonly version: number;
        };
        /**
         * Connection draft
         * @description Settings of a connection that nobody has saved.
         * @example {
         *       "siteId": "1",
         *       "extensionPoint": "meterDrivers",
         *       "type": "mqtt",
         *       "config": {
         *         "url": "mqtts://broker.example:8883"
         *       }
         *     }
         */
        ConnectionDraft: {
            /**
             * Connection
             * @description The one whose settings they would replace: secrets that are left masked are taken from it.
             */
            connectionId?: components["schemas"]["Id"];
            /**
             * Site
             * @description The site it serves.
             */
            siteId: components["schemas"]["Id"];
            /**
             * Extension point
             * @description What the plugin contributes to.
             * @enum {string}
             */
            extensionPoint: "meterDrivers" | "paymentProviders" | "notificationChannels" | "buildingGateways";
            /**
             * Type
             * @description Which contribution.
             */
            type: string;
            /**
             * Settings
             * @description Valid against the contribution's connection schema.
             */
            config: components["schemas"]["OpenObject"];
        };
        /**
         * Connection settings
         * @description New settings of a connection; secrets that are left masked stay as they are.
         * @example {
         *       "config": {
         *         "url": "mqtts://broker.example:8883"
         *       }
         *     }
         */
        ConnectionSettings: {
            /**
             * Settings
             * @description Valid against the contribution's connection schema.
             */
            config: components["schemas"]["OpenObject"];
            /**
             * Without a test
             * @description Save it although its test fails.
             * @default false
             */
            skipTest: boolean;
        };
        /**
         * Connection status
         * @description How a connection fares now.
         * @example {
         *       "state": "enabled",
         *       "health": {
         *         "status": "up",
         *         "detail": "Connected."
         *       },
         *       "lastError": null,
         *       "lastReading": {
         *         "registerId": "12",
         *         "at": "2026-01-31T08:00:00.000Z",
         *         "value": "1234.5"
         *       }
         *     }
         */
        ConnectionStatus: {
            /**
             * State
             * @description As in the connection; `unavailable`: nothing runs it although it is enabled, since its plugin is gone or has refused it.
             * @enum {unknown}
             */
            state: "opening" | "enabled" | "degraded" | "failed" | "disabled" | "unavailable";
            /**
             * Health
             * @description How it fares now; null where nothing runs it.
             */
            health: {
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
                /**
                 * Refused certificates
                 * @description Certificates of the other side that the settings do not trust, the latest first; each can be trusted by one command.
                 */
                refused?: components["schemas"]["RefusedCertificate"][];
            } | null;
            /**
             * Last error
             * @description What went wrong with the connection last; null while nothing has.
             */
            lastError: {
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
             * Last reading
             * @description The newest reading of any register that one of its points reads; null while there is none.
             */
            lastReading: {
                /**
                 * Register
                 * @description Of which register.
                 */
                registerId: components["schemas"]["Id"];
                /**
                 * When
                 * @description When it was read.
                 */
                at: components["schemas"]["Instant"];
                /**
                 * Value
                 * @description As the register showed it, in the register's unit.
                 */
                value: components["schemas"]["QuantityMicros"];
            } | null;
        };
        /**
         * Connection test
         * @description What a test of a connection showed.
         * @example {
         *       "ok": true,
         *       "detail": "Connected as busbar; 3 devices answered."
         *     }
         */
        ConnectionTest: {
            /**
             * Passed
             * @description Whether the connection can be used.
             */
            ok: boolean;
            /**
             * Detail
             * @description What was seen, in one sentence.
             */
            detail: string;
        };
        /**
         * Connection trace
         * @description How the trace of a connection stands, and entries of it. It is in memory alone: it ends with the process.
         * @example {
         *       "isOn": true,
         *       "startedAt": "2026-01-31T08:00:00Z",
         *       "until": "2026-01-31T08:10:00Z",
         *       "lastSequence": 12,
         *       "kept": 1,
         *       "dropped": 11,
         *       "items": [
         *         {
         *           "sequence": 12,
         *           "at": "2026-01-31T08:00:00.125Z",
         *           "direction": "in",
         *           "peer": "tele/meter-1/SENSOR",
         *           "summary": "PUBLISH tele/meter-1/SENSOR, QoS 1, 64 bytes",
         *           "detail": "{\"ENERGY\":{\"Total\":12.345}}"
         *         }
         *       ]
         *     }
         */
        ConnectionTrace: {
            /**
             * On
             * @description Whether what goes over the wire is recorded now.
             */
            isOn: boolean;
            /**
             * Since
             * @description When it was turned on; null: nothing is recorded.
             */
            startedAt: components["schemas"]["Instant"] | null;
            /**
             * Until
             * @description When it turns itself off, or was turned off. What was recorded is kept for ten minutes more.
             */
            until: components["schemas"]["Instant"] | null;
            /**
             * Last sequence
             * @description Of the newest entry; 0 while there is none.
             */
            lastSequence: number;
            /**
             * Kept
             * @description Entries that can be read: at most 2,000, and at most 2 MiB.
             */
            kept: number;
            /**
             * Dropped
             * @description Entries that were too many at once, and those that newer ones have pushed out.
             */
            dropped: number;
            /**
             * Entries
             * @description Oldest first.
             */
            items: components["schemas"]["TraceEntry"][];
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
            extensionPoint: "meterDrivers" | "paymentProviders" | "notificationChannels" | "buildingGateways";
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
                /**
                 * Refused certificates
                 * @description Certificates of the other side that the settings do not trust, the latest first; each can be trusted by one command.
                 */
                refused?: components["schemas"]["RefusedCertificate"][];
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
            /**
             * Removed
             * Format: date-time
             * @description When it was removed; null while it is in use.
             */
            readonly archivedAt?: string | null;
        };
        /**
         * Contract
         * @description A lease that binds a tenant to spaces from one instant to another.
         * @example {
         *       "id": "12",
         *       "siteId": "1",
         *       "tenantId": "9",
         *       "code": "C-2026-12",
         *       "fromAt": "2026-01-01T00:00:00.000Z",
         *       "toAt": null,
         *       "spaceIds": [
         *         "7"
         *       ],
         *       "version": 1
         *     }
         */
        Contract: {
            readonly id: components["schemas"]["Id"];
            /**
             * Site
             * @description The site it belongs to.
             */
            siteId: components["schemas"]["Id"];
            /**
             * Tenant
             * @description Who pays.
             */
            tenantId: components["schemas"]["Id"];
            code: components["schemas"]["Code"];
            /**
             * From
             * @description First instant of the lease.
             */
            fromAt: components["schemas"]["Instant"];
            /**
             * To
             * Format: date-time
             * @description First instant after the lease; null while it is open.
             */
            toAt: string | null;
            /**
             * Spaces
             * @description What is rented.
             * @default []
             */
            spaceIds: components["schemas"]["Id"][];
            /**
             * Version
             * @description Counts the changes; its ETag is this number in quotes.
             */
            readonly version: number;
        };
        /**
         * Made API key
         * @description A new key, told this once.
         * @example {
         *       "id": "k_1",
         *       "key": "bbk_0123456789abcdef",
         *       "expiresAt": null
         *     }
         */
        CreatedApiKey: {
            /**
             * Id
             * @description Id of the key.
             */
            id: string;
            /**
             * Key
             * @description Send it as X-Api-Key.
             */
            key: string;
            /**
             * Expires
             * Format: date-time
             * @description When it ends; null: never.
             */
            expiresAt: string | null;
        };
        /**
         * Made invitation
         * @description A new invitation, with its link told this once.
         * @example {
         *       "id": "12",
         *       "email": "tea@lotus.example",
         *       "role": "tenant",
         *       "siteId": "1",
         *       "tenantId": "3",
         *       "language": "zh-CN",
         *       "invitedBy": "u_7",
         *       "createdAt": "2026-01-31T08:00:00.000Z",
         *       "expiresAt": "2026-02-07T08:00:00.000Z",
         *       "acceptedAt": null,
         *       "acceptedBy": null,
         *       "revokedAt": null,
         *       "link": "https://busbar.example/portal/invitation#token=Zm9vYmFy"
         *     }
         */
        CreatedInvitation: {
            readonly id: components["schemas"]["Id"];
            readonly email: components["schemas"]["Email"];
            readonly role: components["schemas"]["Role"];
            /**
             * Site
             * @description Where the role holds; null: at every site.
             */
            readonly siteId: string | null;
            /**
             * Tenant
             * @description For role tenant: whose accounts.
             */
            readonly tenantId: string | null;
            /**
             * Language
             * @description Language tag of what is written to them; null: that of the site.
             */
            readonly language: string | null;
            /**
             * Invited by
             * @description Id of the user who invited.
             */
            readonly invitedBy: string;
            /**
             * Created
             * @description When they were invited.
             */
            readonly createdAt: components["schemas"]["Instant"];
            /**
             * Expires
             * @description Until when it can be accepted.
             */
            readonly expiresAt: components["schemas"]["Instant"];
            /**
             * Accepted
             * Format: date-time
             * @description When it was accepted; null: not yet.
             */
            readonly acceptedAt: string | null;
            /**
             * Accepted by
             * @description Id of the user who accepted it.
             */
            readonly acceptedBy: string | null;
            /**
             * Revoked
             * Format: date-time
             * @description When it was taken back; null: it was not.
             */
            readonly revokedAt: string | null;
            /**
             * Link
             * @description Accepts it; told this once, for whom no e-mail reaches.
             */
            readonly link: string;
        };
        /**
         * Currency
         * @description ISO 4217 code.
         * @example CNY
         */
        Currency: string;
        /**
         * Current announcements
         * @description What is announced at a site now, and when that changes by itself.
         * @example {
         *       "items": [
         *         {
         *           "id": "3",
         *           "title": "Lift B out of service",
         *           "text": "The lift is being serviced on Saturday from 09:00 to 12:00. Please use lift A.",
         *           "from": "2026-02-06T00:00:00Z"
         *         }
         *       ],
         *       "at": "2026-02-06T08:00:00Z",
         *       "changesAt": "2026-02-07T04:00:00Z"
         *     }
         */
        CurrentAnnouncements: {
            /**
             * Items
             * @description The latest first.
             */
            items: {
                /**
                 * Announcement
                 * @description Which.
                 */
                id: components["schemas"]["Id"];
                /**
                 * Title
                 * @description Its heading.
                 */
                title: string;
                /**
                 * Text
                 * @description What there is to know; plain text.
                 */
                text: string;
                /**
                 * From
                 * @description Since when it is shown.
                 */
                from: components["schemas"]["Instant"];
            }[];
            /**
             * At
             * @description The instant that this is so at.
             */
            at: components["schemas"]["Instant"];
            /**
             * Changes at
             * Format: date-time
             * @description When the next one begins or the first of these ends; null: not by itself.
             */
            changesAt: string | null;
        };
        /**
         * Dashboard widgets
         * @description What the plugins that work now contribute to dashboards.
         * @example {
         *       "items": [],
         *       "pages": []
         *     }
         */
        DashboardWidgetList: {
            /**
             * Items
             * @description Widgets.
             */
            items: components["schemas"]["DashboardWidget"][];
            /**
             * Pages
             * @description Pages of them.
             */
            pages: components["schemas"]["PluginPage"][];
        };
        /**
         * Dashboard widget
         * @description A widget that a plugin contributes, as data. `value` and `gauge` show one figure, `series` figures over time, `table` rows, `markdown` a text of its own.
         * @example {
         *       "id": "payment-example/latest",
         *       "pluginId": "payment-example",
         *       "title": {
         *         "en": "Latest payments"
         *       },
         *       "icon": "cash",
         *       "kind": "table",
         *       "source": {
         *         "operation": "paymentOrders.list",
         *         "parameters": {
         *           "limit": 10
         *         }
         *       },
         *       "show": {
         *         "items": "/items",
         *         "columns": [
         *           {
         *             "title": {
         *               "en": "Amount"
         *             },
         *             "value": "/amount"
         *           }
         *         ]
         *       }
         *     }
         */
        DashboardWidget: {
            /**
             * Id
             * @description The plugin's id, a slash and the widget's own.
             */
            id: string;
            /**
             * Plugin
             * @description Which plugin contributes it.
             */
            pluginId: string;
            /**
             * Title
             * @description Its heading by language tag.
             */
            title: {
                [key: string]: string;
            };
            /**
             * Description
             * @description What it shows, by language tag.
             */
            description?: {
                [key: string]: string;
            };
            /**
             * Icon
             * @description Name of a Material Design icon.
             */
            icon: string;
            /**
             * Kind
             * @description How it is shown.
             * @enum {unknown}
             */
            kind: "value" | "series" | "table" | "gauge" | "markdown";
            /**
             * Source
             * @description The operation that is asked, as whoever looks at it.
             */
            source?: {
                /**
                 * Operation
                 * @description Its operationId; it only reads.
                 */
                operation: string;
                /**
                 * Parameters
                 * @description Of its path and query, by name; `$site` stands for the dashboard's site, and is left out where it has none.
                 */
                parameters: components["schemas"]["OpenObject"];
            };
            /**
             * What is shown
             * @description JSON pointers into the answer, as the manifest's schema says for each kind.
             */
            show?: components["schemas"]["OpenObject"];
            /**
             * Text
             * @description What a `markdown` widget shows, by language tag.
             */
            text?: {
                [key: string]: string;
            };
        };
        /**
         * Dashboard
         * @description A page of widgets that somebody put together, for themselves or for the staff of a site.
         * @example {
         *       "id": "5",
         *       "siteId": "1",
         *       "userId": "u-1",
         *       "shared": false,
         *       "title": "My day",
         *       "widgets": [
         *         {
         *           "id": "a",
         *           "widget": "payment-cash/latest-payments",
         *           "title": "",
         *           "settings": {},
         *           "x": 0,
         *           "y": 0,
         *           "w": 6,
         *           "h": 4
         *         }
         *       ],
         *       "version": 1
         *     }
         */
        Dashboard: {
            readonly id: components["schemas"]["Id"];
            /**
             * Site
             * @description The site that it shows; null where it shows all.
             */
            siteId: string | null;
            /**
             * Owner
             * @description Whoever made it.
             */
            readonly userId: string;
            /**
             * Shared
             * @description Whether the staff of the site see it; otherwise its owner alone does.
             * @default false
             */
            shared: boolean;
            /**
             * Title
             * @description Its heading.
             */
            title: string;
            /**
             * Widgets
             * @description By their places on a grid of twelve columns.
             * @default []
             */
            widgets: {
                /**
                 * Id
                 * @description Tells it from the others of the dashboard.
                 */
                id: string;
                /**
                 * Widget
                 * @description One of the kinds `value`, `series`, `table`, `gauge` and `markdown`, or the id of one that a plugin contributes.
                 */
                widget: string;
                /**
                 * Title
                 * @description Its heading; empty: the widget's own.
                 */
                title: string;
                /**
                 * Settings
                 * @description What it asks and shows, as the widget's kind has it.
                 */
                settings: components["schemas"]["OpenObject"];
                /**
                 * Column
                 * @description First column, from 0.
                 */
                x: number;
                /**
                 * Row
                 * @description First row, from 0.
                 */
                y: number;
                /**
                 * Width
                 * @description In columns.
                 */
                w: number;
                /**
                 * Height
                 * @description In rows.
                 */
                h: number;
            }[];
            /**
             * Version
             * @description Counts the changes; its ETag is this number in quotes.
             */
            readonly version: number;
            /**
             * Removed
             * Format: date-time
             * @description When it was removed; null while it is in use.
             */
            readonly archivedAt?: string | null;
        };
        /**
         * Debt episode
         * @description A debt from the moment that the balance fell below the limit to the restoration. A cut needs a notice of this episode.
         * @example {
         *       "id": "9",
         *       "accountId": "15",
         *       "beganAt": "2026-03-10T04:00:00.000Z",
         *       "recoveredAt": null,
         *       "endedAt": null,
         *       "endedBy": null,
         *       "noticeId": "70",
         *       "deadlineAt": "2026-03-11T04:00:00.000Z",
         *       "cutAt": null,
         *       "approval": "none",
         *       "approvalBy": null,
         *       "approvalAt": null
         *     }
         */
        DebtEpisode: {
            /**
             * Id
             * @description Identifies the episode.
             */
            readonly id: components["schemas"]["Id"];
            /**
             * Account
             * @description The account it is about.
             */
            readonly accountId: components["schemas"]["Id"];
            /**
             * Began
             * @description When the balance fell below the limit.
             */
            readonly beganAt: components["schemas"]["Instant"];
            /**
             * Recovered
             * Format: date-time
             * @description When the balance was back at the limit; null: not yet.
             * @example 2026-03-10T04:00:00.000Z
             */
            readonly recoveredAt: string | null;
            /**
             * Ended
             * Format: date-time
             * @description When it ended; null while it lasts.
             * @example 2026-03-10T04:00:00.000Z
             */
            readonly endedAt: string | null;
            /**
             * Ended by
             * @description How it ended; null while it lasts.
             * @example recovered
             * @enum {unknown}
             */
            readonly endedBy: "recovered" | "restored" | "superseded" | null;
            /**
             * Notice
             * @description The notice that announced the cut; null: none yet.
             * @example 12
             */
            readonly noticeId: string | null;
            /**
             * Deadline
             * Format: date-time
             * @description The instant that the notice names: no cut before it.
             * @example 2026-03-10T04:00:00.000Z
             */
            readonly deadlineAt: string | null;
            /**
             * Cut
             * Format: date-time
             * @description When supply was first cut for it; null: not so far.
             * @example 2026-03-10T04:00:00.000Z
             */
            readonly cutAt: string | null;
            /**
             * Approval
             * @description Whether somebody has agreed to the cut, where the site asks for it.
             * @example none
             * @enum {unknown}
             */
            readonly approval: "none" | "requested" | "approved" | "refused";
            /**
             * Decided by
             * @description Who approved or refused the cut.
             * @example k3Vq8
             */
            readonly approvalBy: string | null;
            /**
             * Decided
             * Format: date-time
             * @description When the cut was approved or refused.
             * @example 2026-03-10T04:00:00.000Z
             */
            readonly approvalAt: string | null;
        };
        /**
         * Demo building
         * @description A whole building on real parts, which an owner may load into an instance without sites.
         * @example {
         *       "state": "offered",
         *       "step": null,
         *       "detail": null,
         *       "logins": []
         *     }
         */
        DemoBuilding: {
            /**
             * State
             * @description `absent`: it is not offered here, since there is a site already or nothing beside the instance could run it. `offered`: it can be loaded. `loading`, `running`: it is in this instance. `failed`: it has stopped; load it again to go on.
             * @enum {unknown}
             */
            state: "absent" | "offered" | "loading" | "running" | "failed";
            /**
             * Step
             * @description What is being made; null unless it is being loaded.
             * @enum {unknown}
             */
            step: "surroundings" | "site" | "tenants" | "meters" | "payments" | "supply" | null;
            /**
             * Detail
             * @description Why it has stopped; null unless it has.
             * @example null
             */
            detail: string | null;
            /**
             * Logins
             * @description People of the demo building whom one may sign in as; none before it runs.
             */
            logins: {
                /**
                 * E-mail
                 * @description Whom to sign in as.
                 */
                email: string;
                /**
                 * Password
                 * @description Made for this demo alone.
                 */
                password: string;
                /**
                 * Name
                 * @description Their name.
                 */
                name: string;
                /**
                 * Role
                 * @description What they are there.
                 */
                role: string;
            }[];
        };
        /**
         * Loading the demo building
         * @description Confirms that the instance is to be filled with the demo building for good.
         * @example {
         *       "confirm": "demo"
         *     }
         */
        DemoLoad: {
            /**
             * Confirmation
             * @description The word `demo`, typed by whoever asks for it.
             * @constant
             */
            confirm: "demo";
        };
        /**
         * Device templates
         * @description Templates of all plugins that are installed, and those that were saved at the caller's sites.
         * @example {
         *       "items": [
         *         {
         *           "pluginId": "driver-mqtt",
         *           "template": {
         *             "id": "shelly-plus-1pm",
         *             "manufacturer": "Shelly",
         *             "model": "Plus 1PM",
         *             "title": {
         *               "en": "Shelly Plus 1PM"
         *             },
         *             "medium": "electricity",
         *             "driver": "mqtt",
         *             "sources": [
         *               "https://shelly-api-docs.shelly.cloud/gen2/ComponentsAndServices/Switch"
         *             ],
         *             "parameters": [
         *               {
         *                 "name": "device",
         *                 "title": {
         *                   "en": "Topic prefix"
         *                 },
         *                 "kind": "text",
         *                 "example": "shellyplus1pm-1234567890ab"
         *               }
         *             ],
         *             "transformers": false,
         *             "pulses": false,
         *             "registers": [
         *               {
         *                 "code": "total",
         *                 "band": null,
         *                 "digits": 8,
         *                 "decimals": 3,
         *                 "unit": "kWh",
         *                 "direction": "import"
         *               }
         *             ],
         *             "points": [
         *               {
         *                 "role": "register",
         *                 "register": "total",
         *                 "unit": "kWh",
         *                 "title": {
         *                   "en": "Energy"
         *                 },
         *                 "address": {
         *                   "format": "shelly-gen2",
         *                   "device": "{device}",
         *                   "component": "switch:0",
         *                   "pointer": "/aenergy/total"
         *                 }
         *               }
         *             ],
         *             "switching": null
         *           }
         *         }
         *       ]
         *     }
         */
        DeviceTemplateList: {
            /**
             * Items
             * @description By maker and model.
             */
            items: {
                /**
                 * Plugin
                 * @description The plugin that ships it; null: it was saved from a device at a site.
                 * @example driver-mqtt
                 */
                pluginId: string | null;
                template: components["schemas"]["DeviceTemplate"];
            }[];
        };
        /**
         * Device template
         * @description A meter or relay as its maker documents it: what can be bound of it, and where it is found. Words in braces in an address are parameters.
         * @example {
         *       "id": "shelly-plus-1pm",
         *       "manufacturer": "Shelly",
         *       "model": "Plus 1PM",
         *       "title": {
         *         "en": "Shelly Plus 1PM"
         *       },
         *       "medium": "electricity",
         *       "driver": "mqtt",
         *       "sources": [
         *         "https://shelly-api-docs.shelly.cloud/gen2/ComponentsAndServices/Switch"
         *       ],
         *       "parameters": [
         *         {
         *           "name": "device",
         *           "title": {
         *             "en": "Topic prefix"
         *           },
         *           "kind": "text",
         *           "example": "shellyplus1pm-1234567890ab"
         *         }
         *       ],
         *       "transformers": false,
         *       "pulses": false,
         *       "registers": [
         *         {
         *           "code": "total",
         *           "band": null,
         *           "digits": 8,
         *           "decimals": 3,
         *           "unit": "kWh",
         *           "direction": "import"
         *         }
         *       ],
         *       "points": [
         *         {
         *           "role": "register",
         *           "register": "total",
         *           "unit": "kWh",
         *           "title": {
         *             "en": "Energy"
         *           },
         *           "address": {
         *             "format": "shelly-gen2",
         *             "device": "{device}",
         *             "component": "switch:0",
         *             "pointer": "/aenergy/total"
         *           }
         *         }
         *       ],
         *       "switching": null
         *     }
         */
        DeviceTemplate: {
            /**
             * Id
             * @description Name of the template, unique among the plugin's.
             * @example shelly-plus-1pm
             */
            id: string;
            /**
             * Manufacturer
             * @description Who makes it.
             * @example Shelly
             */
            manufacturer: string;
            /**
             * Model
             * @description Its type.
             * @example Plus 1PM
             */
            model: string;
            /**
             * Title
             * @description What to call it.
             * @example {
             *       "en": "Energy",
             *       "zh-CN": "电量"
             *     }
             */
            title: {
                [key: string]: string;
            };
            /**
             * Notes
             * @description What whoever fits it should know.
             * @example {
             *       "en": "Energy",
             *       "zh-CN": "电量"
             *     }
             */
            notes?: {
                [key: string]: string;
            };
            /**
             * Medium
             * @description What it meters.
             * @example electricity
             * @enum {unknown}
             */
            medium: "electricity" | "water" | "gas" | "heating" | "cooling";
            /**
             * Driver
             * @description Type of the connections that it is reached by.
             * @example mqtt
             */
            driver: string;
            /**
             * Sources
             * @description Public documents that its addresses are taken from; none where it was saved from a device.
             */
            sources: string[];
            /**
             * Parameters
             * @description What is told of each device.
             */
            parameters: {
                /**
                 * Name
                 * @description The word.
                 * @example device
                 */
                name: string;
                /**
                 * Title
                 * @description What to call it.
                 * @example {
                 *       "en": "Energy",
                 *       "zh-CN": "电量"
                 *     }
                 */
                title: {
                    [key: string]: string;
                };
                /**
                 * Description
                 * @description Where it is found.
                 * @example {
                 *       "en": "Energy",
                 *       "zh-CN": "电量"
                 *     }
                 */
                description?: {
                    [key: string]: string;
                };
                /**
                 * Kind
                 * @description Whether it is a text or a whole number.
                 * @example text
                 * @enum {unknown}
                 */
                kind: "text" | "integer";
                /**
                 * Least
                 * @description Of a whole number.
                 * @example 0
                 */
                minimum?: number;
                /**
                 * Most
                 * @description Of a whole number.
                 * @example 3
                 */
                maximum?: number;
                /**
                 * Value
                 * @description Text, or a whole number.
                 * @example shellyplus1pm-1234567890ab
                 */
                example: string | number;
            }[];
            /**
             * Transformers
             * @description Whether the ratio of current and voltage transformers is to be told.
             * @example false
             */
            transformers: boolean;
            /**
             * Pulses
             * @description Whether its registers count pulses, so that the value of one is to be told.
             * @example false
             */
            pulses: boolean;
            /**
             * Registers
             * @description Its counters.
             */
            registers: {
                /**
                 * Code
                 * @description Name of the register.
                 * @example total
                 */
                code: string;
                /**
                 * Band
                 * @description Time-of-use band that it counts alone; null: it counts all.
                 * @example null
                 */
                band: string | null;
                /**
                 * Digits
                 * @description Digits before the decimal point.
                 * @example 8
                 */
                digits: number;
                /**
                 * Decimals
                 * @description Digits after the decimal point that it tells.
                 * @example 3
                 */
                decimals: number;
                /**
                 * Unit
                 * @description What it counts in.
                 * @example kWh
                 */
                unit: string;
                /**
                 * Direction
                 * @description What is counted: what is taken, or what is fed back.
                 * @example import
                 * @enum {unknown}
                 */
                direction: "import" | "export";
            }[];
            /**
             * Points
             * @description What is bound of it.
             */
            points: {
                /**
                 * Role
                 * @description What it means.
                 * @example register
                 * @enum {unknown}
                 */
                role: "register" | "relay" | "power" | "current" | "online" | "value";
                /**
                 * Register
                 * @description Code of the register that it reads.
                 * @example total
                 */
                register?: string;
                /**
                 * Direction
                 * @description For energies that are no register: which way.
                 * @example export
                 * @enum {unknown}
                 */
                direction?: "import" | "export";
                /**
                 * Unit
                 * @description Unit of its values; empty for states.
                 * @example kWh
                 */
                unit: string;
                /**
                 * Title
                 * @description What to call it.
                 * @example {
                 *       "en": "Energy",
                 *       "zh-CN": "电量"
                 *     }
                 */
                title: {
                    [key: string]: string;
                };
                /**
                 * Address
                 * @description As the driver's point schema says, with parameters in braces.
                 * @example {
                 *       "format": "shelly-gen2",
                 *       "device": "{device}"
                 *     }
                 */
                address: {
                    [key: string]: unknown;
                };
            }[];
            /**
             * Switching
             * @description How its relay or valve is switched and read back; null: it has none.
             * @example null
             */
            switching: {
                /**
                 * Kind
                 * @description Relay or valve.
                 * @example relay
                 * @enum {unknown}
                 */
                kind: "relay" | "valve";
                /**
                 * Cut
                 * @description The command that takes supply away.
                 * @example Switch.Set id 0, on: false
                 */
                cut: string;
                /**
                 * Restore
                 * @description The command that gives it back.
                 * @example Switch.Set id 0, on: true
                 */
                restore: string;
                /**
                 * Read-back
                 * @description What says how it stands.
                 * @example Switch.GetStatus id 0, output
                 */
                readBack: string;
            } | null;
        };
        /**
         * Discovered point
         * @description A value that could be bound.
         * @example {
         *       "address": {
         *         "topic": "meters/21",
         *         "pointer": "/total"
         *       },
         *       "title": "meters/21 /total",
         *       "role": "register",
         *       "unit": "kWh"
         *     }
         */
        DiscoveredPoint: {
            /**
             * Address
             * @description As the contribution's point schema says.
             */
            address: components["schemas"]["OpenObject"];
            /**
             * Title
             * @description What to call it.
             */
            title: string;
            /**
             * Role
             * @description What it means, perhaps guessed.
             * @enum {unknown}
             */
            role: "register" | "relay" | "power" | "current" | "online" | "value";
            /**
             * Unit
             * @description Unit of its values, perhaps guessed; empty for states.
             */
            unit: string;
        };
        /**
         * Discovery
         * @description What was found on the devices' side.
         * @example {
         *       "devices": [],
         *       "sources": []
         *     }
         */
        Discovery: {
            /**
             * Devices
             * @description Those that were recognised.
             */
            devices: {
                /**
                 * Source
                 * @description Its name on its side.
                 */
                source: string;
                /**
                 * Title
                 * @description What to call it.
                 */
                title: string;
                /**
                 * Points
                 * @description What could be bound of it.
                 */
                points: components["schemas"]["DiscoveredPoint"][];
            }[];
            /**
             * Sources
             * @description What was heard lately, such as topics, newest first, recognised or not.
             */
            sources: {
                /**
                 * Source
                 * @description Where it came from.
                 */
                source: string;
                /**
                 * When
                 * Format: date-time
                 * @description When its sample was heard.
                 */
                at: string;
                /**
                 * Count
                 * @description How often it was heard, as far as is known.
                 */
                count: number;
                /**
                 * Sample
                 * @description The last of it, at most 4 KiB.
                 */
                sample: string;
                /**
                 * Fields
                 * @description Values in the sample that could be bound.
                 */
                fields: {
                    /**
                     * Place
                     * @description Where it stands in the sample.
                     */
                    place: string;
                    /**
                     * Value
                     * @description What stands there.
                     */
                    value: string;
                    point: components["schemas"]["DiscoveredPoint"];
                }[];
            }[];
        };
        /**
         * End of a dispute
         * @description What a dispute came to.
         * @example {
         *       "outcome": "The meter was checked and is right"
         *     }
         */
        DisputeClosure: {
            /**
             * Outcome
             * @description What it came to.
             * @example The meter was checked and is right
             */
            outcome: string;
        };
        /**
         * Dispute
         * @description A tenant doubts a bill or a meter: while it is open the account is not cut, and what has been cut for its debt is restored.
         * @example {
         *       "id": "3",
         *       "accountId": "15",
         *       "reason": "The meter runs without load",
         *       "openedBy": "k3Vq8",
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
            readonly accountId: components["schemas"]["Id"];
            /**
             * Reason
             * @description What is doubted.
             * @example The meter runs without load
             */
            readonly reason: string;
            /**
             * Opened by
             * @description Who opened it (id of the user).
             * @example k3Vq8
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
            readonly reviewAt: components["schemas"]["Instant"];
            /**
             * Closed
             * Format: date-time
             * @description When it was closed; null while it is open.
             * @example 2026-03-10T04:00:00.000Z
             */
            readonly closedAt: string | null;
            /**
             * Closed by
             * @description Who closed it (id of the user).
             * @example k3Vq8
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
         * Browse by a draft
         * @description Where to look, and which node's children to list.
         * @example {
         *       "siteId": "1",
         *       "extensionPoint": "meterDrivers",
         *       "type": "mqtt",
         *       "config": {
         *         "url": "mqtts://broker.example:8883"
         *       },
         *       "nodeId": null
         *     }
         */
        DraftBrowseRequest: {
            /**
             * Connection
             * @description The one whose settings they would replace: secrets that are left masked are taken from it.
             */
            connectionId?: components["schemas"]["Id"];
            /**
             * Site
             * @description The site it serves.
             */
            siteId: components["schemas"]["Id"];
            /**
             * Extension point
             * @description What the plugin contributes to.
             * @enum {string}
             */
            extensionPoint: "meterDrivers" | "paymentProviders" | "notificationChannels" | "buildingGateways";
            /**
             * Type
             * @description Which contribution.
             */
            type: string;
            /**
             * Settings
             * @description Valid against the contribution's connection schema.
             */
            config: components["schemas"]["OpenObject"];
            /**
             * Node
             * @description As it was listed; null: the root.
             * @default null
             */
            nodeId: string | null;
            /**
             * Time
             * @description It ends by then with what was found so far, in milliseconds.
             * @default 5000
             */
            timeoutMs: number;
            /**
             * Limit
             * @description The most to give of each kind of thing.
             * @default 200
             */
            limit: number;
        };
        /**
         * Search by a draft
         * @description Where and how far to look.
         * @example {
         *       "siteId": "1",
         *       "extensionPoint": "meterDrivers",
         *       "type": "mqtt",
         *       "config": {
         *         "url": "mqtts://broker.example:8883"
         *       },
         *       "timeoutMs": 5000
         *     }
         */
        DraftSearch: {
            /**
             * Connection
             * @description The one whose settings they would replace: secrets that are left masked are taken from it.
             */
            connectionId?: components["schemas"]["Id"];
            /**
             * Site
             * @description The site it serves.
             */
            siteId: components["schemas"]["Id"];
            /**
             * Extension point
             * @description What the plugin contributes to.
             * @enum {string}
             */
            extensionPoint: "meterDrivers" | "paymentProviders" | "notificationChannels" | "buildingGateways";
            /**
             * Type
             * @description Which contribution.
             */
            type: string;
            /**
             * Settings
             * @description Valid against the contribution's connection schema.
             */
            config: components["schemas"]["OpenObject"];
            /**
             * Time
             * @description It ends by then with what was found so far, in milliseconds.
             * @default 5000
             */
            timeoutMs: number;
            /**
             * Limit
             * @description The most to give of each kind of thing.
             * @default 200
             */
            limit: number;
        };
        /**
         * E-mail
         * Format: email
         * @description E-mail address.
         * @example front.desk@busbar.example
         */
        Email: string;
        /**
         * Fee
         * @description A charge beside energy, as it was made. What was owed of it is settled by the account's next credit above zero, the oldest fee first; the account's purse `receivable` tells what is still owed.
         * @example {
         *       "id": "7",
         *       "siteId": "1",
         *       "accountId": "15",
         *       "kind": "parking",
         *       "amount": "300",
         *       "currency": "CNY",
         *       "taken": "120.5",
         *       "owed": "179.5",
         *       "reason": "Parking, December",
         *       "requestedBy": "amy",
         *       "at": "2026-12-01T08:00:00Z"
         *     }
         */
        Fee: {
            /**
             * Id
             * @description Identifies the fee.
             */
            id: components["schemas"]["Id"];
            /**
             * Site
             * @description The account's site.
             */
            siteId: components["schemas"]["Id"];
            /**
             * Account
             * @description The account that was charged.
             */
            accountId: components["schemas"]["Id"];
            /**
             * Kind
             * @description What the fee is for.
             * @enum {unknown}
             */
            kind: "property" | "parking" | "other";
            /**
             * Amount
             * @description What was charged.
             */
            amount: components["schemas"]["MoneyMicros"];
            /**
             * Currency
             * @description ISO 4217 code.
             * @example CNY
             */
            currency: string;
            /**
             * Taken
             * @description What credit above zero paid at once.
             */
            taken: components["schemas"]["MoneyMicros"];
            /**
             * Owed
             * @description What stood as a receivable when the fee was charged.
             */
            owed: components["schemas"]["MoneyMicros"];
            /**
             * Reason
             * @description What the fee is for, in words that the tenant understands.
             * @example Parking, December
             */
            reason: string;
            /**
             * Requested by
             * @description User who charged it.
             */
            requestedBy: string;
            /**
             * At
             * @description When it was charged.
             */
            at: components["schemas"]["Instant"];
        };
        /**
         * Hold on all cuts
         * @description While one stands, the Supply Guard lets no cut through; restorations go on. It outlives restarts.
         * @example {
         *       "id": "4",
         *       "siteId": null,
         *       "setBy": "k3Vq8",
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
            readonly siteId: string | null;
            /**
             * Set by
             * @description Who set it (id of the user).
             * @example k3Vq8
             */
            readonly setBy: string;
            /**
             * Reason
             * @description Why, in a sentence.
             * @example Payment channel is down
             */
            readonly reason: string;
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
             * @description Who released it (id of the user).
             * @example k3Vq8
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
         * Quarantined cut
         * @description A cut beyond the Supply Guard's budget: it waits until two people release it.
         * @example {
         *       "id": "11",
         *       "siteId": "1",
         *       "pointId": "201",
         *       "path": "policy",
         *       "reason": "site, 10 minutes",
         *       "asked": 3,
         *       "quarantinedAt": "2026-03-10T04:00:00.000Z",
         *       "lastAt": "2026-03-10T04:00:00.000Z",
         *       "closedAt": null,
         *       "releases": [
         *         {
         *           "person": "k3Vq8",
         *           "releasedAt": "2026-03-10T04:00:00.000Z"
         *         }
         *       ]
         *     }
         */
        GuardQuarantine: {
            /**
             * Id
             * @description Identifies it.
             */
            readonly id: components["schemas"]["Id"];
            /**
             * Site
             * @description The site it is at.
             */
            readonly siteId: components["schemas"]["Id"];
            /**
             * Relay
             * @description The point that would be switched.
             */
            readonly pointId: components["schemas"]["Id"];
            /**
             * Path
             * @description Who asked for the cut.
             * @example policy
             * @enum {unknown}
             */
            readonly path: "policy" | "manual" | "bms" | "automation";
            /**
             * Reason
             * @description The limit that it goes beyond.
             * @example site, 10 minutes
             */
            readonly reason: string;
            /**
             * Asked
             * @description How often it was asked for.
             * @example 3
             */
            readonly asked: number;
            /**
             * Quarantined
             * @description When it was first asked for.
             */
            readonly quarantinedAt: components["schemas"]["Instant"];
            /**
             * Last
             * @description When it was last asked for.
             */
            readonly lastAt: components["schemas"]["Instant"];
            /**
             * Closed
             * Format: date-time
             * @description When it was let through or no longer wished; null while it waits.
             * @example 2026-03-10T04:00:00.000Z
             */
            readonly closedAt: string | null;
            /**
             * Releases
             * @description The people who have released it; two are needed.
             * @example []
             */
            readonly releases: {
                /**
                 * Person
                 * @description Who released it (id of the user).
                 * @example k3Vq8
                 */
                person: string;
                /**
                 * Released
                 * @description When.
                 */
                releasedAt: components["schemas"]["Instant"];
            }[];
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
         * End of an installation
         * @description A meter is taken out.
         * @example {
         *       "at": "2026-03-01T08:00:00Z",
         *       "closings": [
         *         {
         *           "registerId": "31",
         *           "value": "1042.37"
         *         }
         *       ],
         *       "signedBy": "Li Wei"
         *     }
         */
        InstallationEnd: {
            /**
             * At
             * @description First instant after service; not in the future.
             */
            at: components["schemas"]["Instant"];
            /**
             * Closings
             * @description Each register of the meter, once.
             */
            closings: {
                /**
                 * Register
                 * @description Which register of the meter.
                 */
                registerId: components["schemas"]["Id"];
                /**
                 * Value
                 * @description What the register shows, in its unit.
                 */
                value: components["schemas"]["QuantityMicros"];
            }[];
            /**
             * Signed by
             * @description Who read the values off the meter.
             */
            signedBy: string;
        };
        /**
         * Installation
         * @description A meter serving a metering point from one instant to another.
         * @example {
         *       "id": "51",
         *       "meterId": "21",
         *       "meteringPointId": "41",
         *       "fromAt": "2026-01-01T00:00:00.000Z",
         *       "toAt": null,
         *       "multiplier": "1",
         *       "registers": [
         *         {
         *           "registerId": "31",
         *           "opening": "0",
         *           "closing": null,
         *           "signedBy": "Li Wei"
         *         }
         *       ],
         *       "version": 1
         *     }
         */
        Installation: {
            readonly id: components["schemas"]["Id"];
            /**
             * Meter
             * @description The device.
             */
            readonly meterId: components["schemas"]["Id"];
            /**
             * Metering point
             * @description Where it measures.
             */
            readonly meteringPointId: components["schemas"]["Id"];
            /**
             * From
             * @description First instant of service.
             */
            readonly fromAt: components["schemas"]["Instant"];
            /**
             * To
             * Format: date-time
             * @description First instant after service; null while it serves.
             */
            readonly toAt: string | null;
            /**
             * Multiplier
             * @description CT ratio × PT ratio.
             */
            readonly multiplier: components["schemas"]["QuantityMicros"];
            /**
             * Registers
             * @description Values at both ends.
             */
            readonly registers: {
                /**
                 * Register
                 * @description Which register.
                 */
                registerId: components["schemas"]["Id"];
                /**
                 * Opening
                 * @description Register value when it was installed.
                 */
                opening: components["schemas"]["QuantityMicros"];
                /**
                 * Closing
                 * @description Register value when it was taken out; null while it is in.
                 */
                closing: string | null;
                /**
                 * Signed by
                 * @description Who vouches for the values.
                 */
                signedBy: string;
            }[];
            /**
             * Version
             * @description Counts the changes; its ETag is this number in quotes.
             */
            readonly version: number;
        };
        /**
         * Instance
         * @description What a sign-in page must know before anybody is signed in.
         * @example {
         *       "name": "Busbar",
         *       "ownerExists": true,
         *       "demo": false,
         *       "demoLogins": [],
         *       "languages": [
         *         "en",
         *         "zh-CN"
         *       ],
         *       "publicUrl": "https://busbar.example"
         *     }
         */
        Instance: {
            /**
             * Name
             * @description What the software is called.
             */
            name: string;
            /**
             * Owner
             * @description Whether the first owner has been made; where not, the set-up page comes first.
             */
            ownerExists: boolean;
            /**
             * Demo
             * @description Whether it is the demo: its clock, money and tenants are made up. What an instance is is chosen at its start and never changes.
             */
            demo: boolean;
            /**
             * Demo logins
             * @description Whom a visitor of the demo may sign in as; always empty where it is not the demo.
             */
            demoLogins: {
                /**
                 * E-mail
                 * @description Whom to sign in as.
                 */
                email: string;
                /**
                 * Password
                 * @description Made for this demo alone.
                 */
                password: string;
                /**
                 * Name
                 * @description Their name.
                 */
                name: string;
                /**
                 * Role
                 * @description What they are there.
                 */
                role: string;
            }[];
            /**
             * Languages
             * @description BCP 47 tags of the languages that notices are written in.
             */
            languages: string[];
            /**
             * Public address
             * @description Where people reach it.
             * @example https://busbar.example
             */
            publicUrl: string;
        };
        /**
         * Instant
         * Format: date-time
         * @description RFC 3339 instant with an offset; answered in UTC with milliseconds.
         * @example 2026-01-31T08:00:00.000Z
         */
        Instant: string;
        /**
         * Acceptance of an invitation
         * @description Who accepts, with the token of the link.
         * @example {
         *       "token": "Zm9vYmFyZm9vYmFyZm9vYmFy",
         *       "name": "Tea House"
         *     }
         */
        InvitationAcceptance: {
            /**
             * Token
             * @description From the link.
             */
            token: string;
            /**
             * Name
             * @description Name of the person; who is a user already keeps theirs.
             */
            name: string;
            /**
             * Password
             * @description At least twelve characters; left out: they sign in by codes.
             */
            password?: string;
        };
        /**
         * Invitation
         * @description Somebody invited by e-mail to a role.
         * @example {
         *       "id": "12",
         *       "email": "tea@lotus.example",
         *       "role": "tenant",
         *       "siteId": "1",
         *       "tenantId": "3",
         *       "language": "zh-CN",
         *       "invitedBy": "u_7",
         *       "createdAt": "2026-01-31T08:00:00.000Z",
         *       "expiresAt": "2026-02-07T08:00:00.000Z",
         *       "acceptedAt": null,
         *       "acceptedBy": null,
         *       "revokedAt": null
         *     }
         */
        Invitation: {
            readonly id: components["schemas"]["Id"];
            readonly email: components["schemas"]["Email"];
            readonly role: components["schemas"]["Role"];
            /**
             * Site
             * @description Where the role holds; null: at every site.
             */
            readonly siteId: string | null;
            /**
             * Tenant
             * @description For role tenant: whose accounts.
             */
            readonly tenantId: string | null;
            /**
             * Language
             * @description Language tag of what is written to them; null: that of the site.
             */
            readonly language: string | null;
            /**
             * Invited by
             * @description Id of the user who invited.
             */
            readonly invitedBy: string;
            /**
             * Created
             * @description When they were invited.
             */
            readonly createdAt: components["schemas"]["Instant"];
            /**
             * Expires
             * @description Until when it can be accepted.
             */
            readonly expiresAt: components["schemas"]["Instant"];
            /**
             * Accepted
             * Format: date-time
             * @description When it was accepted; null: not yet.
             */
            readonly acceptedAt: string | null;
            /**
             * Accepted by
             * @description Id of the user who accepted it.
             */
            readonly acceptedBy: string | null;
            /**
             * Revoked
             * Format: date-time
             * @description When it was taken back; null: it was not.
             */
            readonly revokedAt: string | null;
        };
        /**
         * Kept configurations
         * @description The last 200 that were kept, newest first.
         * @example {
         *       "items": []
         *     }
         */
        KeptConfigurationList: {
            /**
             * Items
             * @description Newest first.
             */
            items: components["schemas"]["KeptConfiguration"][];
        };
        /**
         * Kept configuration
         * @description A configuration that was kept, of a plugin or of a connection.
         * @example {
         *       "version": 2,
         *       "at": "2026-01-31T08:00:00Z",
         *       "by": "owner@busbar.example",
         *       "restoredFrom": null,
         *       "current": true,
         *       "schemaVersion": 1,
         *       "config": {
         *         "greeting": "hello",
         *         "token": "••••••••"
         *       }
         *     }
         */
        KeptConfiguration: {
            /**
             * Version
             * @description Counts up from 1.
             */
            version: number;
            /**
             * When
             * Format: date-time
             * @description When it was kept.
             */
            at: string;
            /**
             * By
             * @description Who kept it; null where that is not known, as of what was kept before versions were.
             */
            by: string | null;
            /**
             * Restored from
             * @description The version that it brought back; null where it was typed in.
             */
            restoredFrom: number | null;
            /**
             * Current
             * @description Whether it is the last one, which is in force.
             */
            current: boolean;
            /**
             * Schema version
             * @description Version of the plugin's configuration schema that it was kept by; null for connections.
             */
            schemaVersion: number | null;
            /**
             * Settings
             * @description As kept, with bullets in place of each secret.
             */
            config: components["schemas"]["OpenObject"];
        };
        /**
         * Language
         * @description BCP 47 language tag.
         * @example en
         * @example zh-CN
         */
        Language: string;
        /**
         * Localized text
         * @description A text by language; en is always there.
         * @example {
         *       "en": "Peak",
         *       "zh-CN": "峰"
         *     }
         */
        LocalizedText: {
            [key: string]: string;
        };
        /**
         * Meter swap
         * @description A meter is taken out and another, or the same with another multiplier, put in at one instant.
         * @example {
         *       "at": "2026-03-01T08:00:00Z",
         *       "closings": [
         *         {
         *           "registerId": "31",
         *           "value": "1042.37"
         *         }
         *       ],
         *       "meterId": "22",
         *       "multiplier": "1",
         *       "openings": [
         *         {
         *           "registerId": "32",
         *           "value": "0"
         *         }
         *       ],
         *       "signedBy": "Li Wei"
         *     }
         */
        MeterSwap: {
            /**
             * At
             * @description The instant of the swap; not in the future.
             */
            at: components["schemas"]["Instant"];
            /**
             * Closings
             * @description Each register of the meter that is taken out, once.
             */
            closings: {
                /**
                 * Register
                 * @description Which register of the meter.
                 */
                registerId: components["schemas"]["Id"];
                /**
                 * Value
                 * @description What the register shows, in its unit.
                 */
                value: components["schemas"]["QuantityMicros"];
            }[];
            /**
             * New meter
             * @description The meter that is put in.
             */
            meterId: components["schemas"]["Id"];
            /**
             * Multiplier
             * @description CT ratio × PT ratio; 1 where the meter is connected directly.
             */
            multiplier: components["schemas"]["QuantityMicros"];
            /**
             * Openings
             * @description Each register of the meter that is put in, once.
             */
            openings: {
                /**
                 * Register
                 * @description Which register of the meter.
                 */
                registerId: components["schemas"]["Id"];
                /**
                 * Value
                 * @description What the register shows, in its unit.
                 */
                value: components["schemas"]["QuantityMicros"];
            }[];
            /**
             * Signed by
             * @description Who read the values off the meter.
             */
            signedBy: string;
        };
        /**
         * Meter
         * @description A metering device.
         * @example {
         *       "id": "21",
         *       "siteId": "1",
         *       "serial": "DTS-000021",
         *       "model": "DTS666",
         *       "utility": "electricity",
         *       "version": 1
         *     }
         */
        Meter: {
            readonly id: components["schemas"]["Id"];
            /**
             * Site
             * @description The site it belongs to.
             */
            siteId: components["schemas"]["Id"];
            /**
             * Serial number
             * @description As printed on the device.
             */
            serial: string;
            /**
             * Model
             * @description Maker and type.
             */
            model: string;
            utility: components["schemas"]["Utility"];
            /**
             * Version
             * @description Counts the changes; its ETag is this number in quotes.
             */
            readonly version: number;
            /**
             * Removed
             * Format: date-time
             * @description When it was removed; null while it is in use.
             */
            readonly archivedAt?: string | null;
        };
        /**
         * Register history
         * @description Readings of a metering point's registers, down-sampled for a plot, with the gaps between them and what was set aside.
         * @example {
         *       "meteringPointId": "41",
         *       "fromAt": "2026-01-30T16:00:00.000Z",
         *       "toAt": "2026-01-31T16:00:00.000Z",
         *       "bucketSeconds": 3600,
         *       "intervalSeconds": 900,
         *       "registers": [
         *         {
         *           "registerId": "31",
         *           "code": "total",
         *           "band": null,
         *           "meterId": "21",
         *           "serial": "20231187",
         *           "points": [
         *             {
         *               "fromAt": "2026-01-31T07:00:00.000Z",
         *               "at": "2026-01-31T07:45:00.000Z",
         *               "min": "1040",
         *               "max": "1042.37",
         *               "last": "1042.37",
         *               "count": 4
         *             }
         *           ]
         *         }
         *       ],
         *       "gaps": [],
         *       "gapsTruncated": false,
         *       "quarantined": null
         *     }
         */
        MeteringHistory: {
            /**
             * Metering point
             * @description Which.
             */
            meteringPointId: components["schemas"]["Id"];
            /**
             * From
             * @description First instant.
             */
            fromAt: components["schemas"]["Instant"];
            /**
             * To
             * @description First instant after.
             */
            toAt: components["schemas"]["Instant"];
            /**
             * Bucket
             * @description Length of a bucket in seconds, of elapsed time; counted from the first instant.
             */
            bucketSeconds: number;
            /**
             * Expected interval
             * @description How often a reading is expected, in seconds.
             */
            intervalSeconds: number;
            /**
             * Registers
             * @description Of every meter that served the point within the range.
             */
            registers: {
                /**
                 * Register
                 * @description Which.
                 */
                registerId: components["schemas"]["Id"];
                /**
                 * Code
                 * @description Code of the register.
                 * @example total
                 */
                code: string;
                /**
                 * Band
                 * @description The band that it counts alone; null: all.
                 */
                band: string | null;
                /**
                 * Meter
                 * @description Whose it is.
                 */
                meterId: components["schemas"]["Id"];
                /**
                 * Serial number
                 * @description Of the meter.
                 * @example 20231187
                 */
                serial: string;
                /**
                 * Points
                 * @description Buckets with a reading, ascending.
                 */
                points: {
                    /**
                     * From
                     * @description Start of the bucket.
                     */
                    fromAt: components["schemas"]["Instant"];
                    /**
                     * At
                     * @description Instant of the last reading in it.
                     */
                    at: components["schemas"]["Instant"];
                    /**
                     * Least
                     * @description As read.
                     */
                    min: components["schemas"]["QuantityMicros"];
                    /**
                     * Most
                     * @description As read.
                     */
                    max: components["schemas"]["QuantityMicros"];
                    /**
                     * Last
                     * @description As read.
                     */
                    last: components["schemas"]["QuantityMicros"];
                    /**
                     * Count
                     * @description Readings in the bucket.
                     */
                    count: number;
                }[];
            }[];
            /**
             * Gaps
             * @description Longer than one and a half expected intervals without a reading, ascending; the first five hundred.
             */
            gaps: {
                /**
                 * Register
                 * @description Whose.
                 */
                registerId: components["schemas"]["Id"];
                /**
                 * From
                 * @description The last reading before, or where the range or the installation begins.
                 */
                fromAt: components["schemas"]["Instant"];
                /**
                 * To
                 * @description The next reading, or where the range or the installation ends; no later than now.
                 */
                toAt: components["schemas"]["Instant"];
                /**
                 * Missing readings
                 * @description How many were expected in between.
                 */
                missing: number;
            }[];
            /**
             * More gaps
             * @description Whether there are more gaps than are told.
             */
            gapsTruncated: boolean;
            /**
             * In quarantine
             * @description Readings of the range that were not accepted, the first five hundred; null for those who may not see the quarantine.
             */
            quarantined: components["schemas"]["QuarantinedReading"][] | null;
        };
        /**
         * Metering point
         * @description Where use is measured, whichever meter hangs there.
         * @example {
         *       "id": "41",
         *       "siteId": "1",
         *       "spaceId": "7",
         *       "utility": "electricity",
         *       "unit": "kWh",
         *       "code": "MP-A-101-E",
         *       "name": "Shop 101, electricity",
         *       "maxRate": "40",
         *       "intervalSeconds": 900,
         *       "version": 1
         *     }
         */
        MeteringPoint: {
            readonly id: components["schemas"]["Id"];
            /**
             * Site
             * @description The site it belongs to.
             */
            siteId: components["schemas"]["Id"];
            /**
             * Space
             * @description Where it is.
             */
            spaceId: components["schemas"]["Id"];
            utility: components["schemas"]["Utility"];
            /**
             * Unit
             * @description Billing unit.
             * @enum {unknown}
             */
            unit: "kWh" | "m3" | "GJ" | "RTh";
            code: components["schemas"]["Code"];
            /**
             * Name
             * @description Name of the point.
             */
            name: string;
            /**
             * Maximum rate
             * @description The most that can flow, in units an hour; what is above is implausible.
             */
            maxRate: components["schemas"]["QuantityMicros"];
            /**
             * Reading interval
             * @description Seconds between readings, as expected.
             * @default 900
             */
            intervalSeconds: number;
            /**
             * Version
             * @description Counts the changes; its ETag is this number in quotes.
             */
            readonly version: number;
            /**
             * Removed
             * Format: date-time
             * @description When it was removed; null while it is in use.
             */
            readonly archivedAt?: string | null;
        };
        /**
         * Amount
         * @description Money in the currency's unit with at most six decimals, as a decimal string, so that no float touches it.
         * @example 128.5
         * @example -0.000001
         */
        MoneyMicros: string;
        /**
         * New API key
         * @description A key to be made.
         * @example {
         *       "name": "Accounting",
         *       "expiresInDays": 365
         *     }
         */
        NewApiKey: {
            /**
             * Name
             * @description What it is for.
             */
            name: string;
            /**
             * Ends after
             * @description Days until it ends; null: never.
             * @default null
             */
            expiresInDays: number | null;
        };
        /**
         * New commissioning
         * @description Begins to commission a meter that is installed and mapped.
         * @example {
         *       "meterId": "21"
         *     }
         */
        NewCommissioning: {
            /**
             * Meter
             * @description Which.
             */
            meterId: components["schemas"]["Id"];
            /**
             * Found as
             * @description Name of the device as discovery told it.
             * @example shellyplus1pm-1
             */
            foundAs?: string;
            /**
             * Template
             * @description The template that was chosen.
             * @example shelly-plus-1pm
             */
            templateId?: string;
        };
        /**
         * New connection
         * @description A connection of a plugin to devices or a service; tested before it is saved.
         * @example {
         *       "siteId": "1",
         *       "pluginId": "driver-mqtt",
         *       "extensionPoint": "meterDrivers",
         *       "type": "mqtt",
         *       "name": "Building broker",
         *       "config": {
         *         "url": "mqtts://broker.example:8883"
         *       }
         *     }
         */
        NewConnection: {
            /**
             * Site
             * @description The site it serves.
             */
            siteId: components["schemas"]["Id"];
            /**
             * Plugin
             * @description Which plugin.
             */
            pluginId: string;
            /**
             * Extension point
             * @description What the plugin contributes to.
             * @enum {string}
             */
            extensionPoint: "meterDrivers" | "paymentProviders" | "notificationChannels" | "buildingGateways";
            /**
             * Type
             * @description Which contribution.
             */
            type: string;
            /**
             * Name
             * @description Unique at the site.
             */
            name: string;
            /**
             * Settings
             * @description Valid against the contribution's connection schema.
             */
            config: components["schemas"]["OpenObject"];
            /**
             * Without a test
             * @description Save it although its test fails, as while the devices are not there yet.
             * @default false
             */
            skipTest: boolean;
        };
        /**
         * New dispute
         * @description What a tenant doubts: while it is open the account is not cut.
         * @example {
         *       "accountId": "15",
         *       "reason": "The meter runs without load",
         *       "reviewAt": "2026-03-17T04:00:00.000Z"
         *     }
         */
        NewDispute: {
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
             * Review
             * @description When somebody must look at it; it stays open until it is closed.
             */
            reviewAt: components["schemas"]["Instant"];
        };
        /**
         * New fee
         * @description A charge beside energy, such as a property fee or parking. Credit above zero pays as far as it goes; the rest stands as a receivable and never leads to a cut.
         * @example {
         *       "accountId": "15",
         *       "kind": "parking",
         *       "amount": "300",
         *       "reason": "Parking, December"
         *     }
         */
        NewFee: {
            /**
             * Account
             * @description The account that is charged.
             */
            accountId: components["schemas"]["Id"];
            /**
             * Kind
             * @description What the fee is for.
             * @enum {unknown}
             */
            kind: "property" | "parking" | "other";
            /**
             * Amount
             * @description Above zero.
             */
            amount: components["schemas"]["MoneyMicros"];
            /**
             * Reason
             * @description What the fee is for, in words that the tenant understands.
             * @example Parking, December
             */
            reason: string;
        };
        /**
         * New hold on all cuts
         * @description No cut is let through from now on.
         * @example {
         *       "siteId": null,
         *       "reason": "Payment channel is down"
         *     }
         */
        NewGuardHold: {
            /**
             * Site
             * @description The site to hold; null: all of them.
             * @example 12
             */
            siteId: string | null;
            /**
             * Reason
             * @description Why, in a sentence.
             * @example Payment channel is down
             */
            reason: string;
        };
        /**
         * New installation
         * @description A meter that begins to serve a metering point.
         * @example {
         *       "meterId": "21",
         *       "meteringPointId": "41",
         *       "at": "2026-01-01T00:00:00Z",
         *       "multiplier": "1",
         *       "openings": [
         *         {
         *           "registerId": "31",
         *           "value": "0"
         *         }
         *       ],
         *       "signedBy": "Li Wei"
         *     }
         */
        NewInstallation: {
            /**
             * Meter
             * @description The device.
             */
            meterId: components["schemas"]["Id"];
            /**
             * Metering point
             * @description Where it measures.
             */
            meteringPointId: components["schemas"]["Id"];
            /**
             * At
             * @description First instant of service; not in the future.
             */
            at: components["schemas"]["Instant"];
            /**
             * Multiplier
             * @description CT ratio × PT ratio; 1 where the meter is connected directly.
             */
            multiplier: components["schemas"]["QuantityMicros"];
            /**
             * Openings
             * @description Each register of the meter, once.
             */
            openings: {
                /**
                 * Register
                 * @description Which register of the meter.
                 */
                registerId: components["schemas"]["Id"];
                /**
                 * Value
                 * @description What the register shows, in its unit.
                 */
                value: components["schemas"]["QuantityMicros"];
            }[];
            /**
             * Signed by
             * @description Who read the values off the meter.
             */
            signedBy: string;
        };
        /**
         * New invitation
         * @description Who is invited to what.
         * @example {
         *       "email": "tea@lotus.example",
         *       "role": "tenant",
         *       "siteId": "1",
         *       "tenantId": "3",
         *       "language": "zh-CN",
         *       "expiresInDays": 7
         *     }
         */
        NewInvitation: {
            email: components["schemas"]["Email"];
            role: components["schemas"]["Role"];
            /**
             * Site
             * @description Where the role holds; null: at every site.
             */
            siteId?: string | null;
            /**
             * Tenant
             * @description For role tenant: whose accounts.
             */
            tenantId?: string | null;
            /**
             * Language
             * @description Language tag of what is written to them; null: that of the site.
             */
            language?: string | null;
            /**
             * Days
             * @description How long it can be accepted.
             * @default 7
             */
            expiresInDays: number;
        };
        /**
         * New payment plan
         * @description A debt that is to be paid in instalments.
         * @example {
         *       "accountId": "15",
         *       "nextDueAt": "2026-04-10T04:00:00.000Z"
         *     }
         */
        NewPaymentPlan: {
            /**
             * Account
             * @description The account it is about.
             */
            accountId: components["schemas"]["Id"];
            /**
             * Next due
             * @description When the first instalment is due.
             */
            nextDueAt: components["schemas"]["Instant"];
        };
        /**
         * New question
         * @description What a tenant asks the management.
         * @example {
         *       "accountId": "15",
         *       "subject": "The bill of March",
         *       "text": "Why is it twice that of February?"
         *     }
         */
        NewQuestion: {
            /**
             * Account
             * @description The account it is about; one of the caller's own.
             */
            accountId: components["schemas"]["Id"];
            /**
             * Subject
             * @description What it is about, in a line.
             * @example The bill of March
             */
            subject: string;
            /**
             * Text
             * @description What there is to say; plain text.
             * @example Why is it twice that of February?
             */
            text: string;
        };
        /**
         * New refund
         * @description Money of a paid order that goes back the way it came.
         * @example {
         *       "orderId": "1042",
         *       "amount": "60",
         *       "reason": "Moved out"
         *     }
         */
        NewRefund: {
            /**
             * Order
             * @description The paid order whose money goes back.
             */
            orderId: components["schemas"]["Id"];
            /**
             * Amount
             * @description Above zero, in whole minor units; at most what the order brought in, less its other refunds.
             */
            amount: components["schemas"]["MoneyMicros"];
            /**
             * Reason
             * @description Why the money goes back.
             */
            reason: string;
        };
        /**
         * New service agreement
         * @description A contract begins to pay for a metering point.
         * @example {
         *       "contractId": "12",
         *       "accountId": "15",
         *       "meteringPointId": "41",
         *       "tariffPlanId": "81",
         *       "fromAt": "2026-01-01T00:00:00Z",
         *       "toAt": null
         *     }
         */
        NewServiceAgreement: {
            /**
             * Contract
             * @description Who pays.
             */
            contractId: components["schemas"]["Id"];
            /**
             * Account
             * @description From which account; it is the contract's.
             */
            accountId: components["schemas"]["Id"];
            /**
             * Metering point
             * @description For what.
             */
            meteringPointId: components["schemas"]["Id"];
            /**
             * Tariff plan
             * @description By which prices.
             */
            tariffPlanId: components["schemas"]["Id"];
            /**
             * From
             * @description First instant.
             */
            fromAt: components["schemas"]["Instant"];
            /**
             * To
             * Format: date-time
             * @description First instant after; null while it is open.
             * @default null
             */
            toAt: string | null;
        };
        /**
         * New supply lock-out
         * @description A point is to stay off for maintenance, whatever anybody below wishes.
         * @example {
         *       "supplyPointId": "5",
         *       "reason": "Work on the switchboard"
         *     }
         */
        NewSupplyLockOut: {
            /**
             * Supply point
             * @description The point it is about.
             */
            supplyPointId: components["schemas"]["Id"];
            /**
             * Reason
             * @description Why, in a sentence.
             * @example Work on the switchboard
             */
            reason: string;
        };
        /**
         * New supply order
         * @description A wish that is to stand above credit (a person's), or where nobody pays (a system's).
         * @example {
         *       "supplyPointId": "5",
         *       "authority": "bms",
         *       "wish": "off",
         *       "reason": "Vacant until the handover",
         *       "untilAt": null
         *     }
         */
        NewSupplyOrder: {
            /**
             * Supply point
             * @description The point it is about.
             */
            supplyPointId: components["schemas"]["Id"];
            /**
             * Authority
             * @description Whose order it is; an owner or a manager alone orders by hand.
             * @example manual
             * @enum {unknown}
             */
            authority: "manual" | "bms" | "automation";
            /**
             * Wish
             * @description Supplied or not.
             * @example off
             * @enum {unknown}
             */
            wish: "on" | "off";
            /**
             * Reason
             * @description Why, in a sentence.
             * @example Water damage in the unit
             */
            reason: string;
            /**
             * Until
             * Format: date-time
             * @description When it ends by itself; null or left out: when it is ended.
             * @example 2026-03-10T04:00:00.000Z
             */
            untilAt?: string | null;
        };
        /**
         * New supply protection
         * @description Supply that is to be protected, at once or at certain times.
         * @example {
         *       "siteId": "1",
         *       "supplyPointId": "5",
         *       "kind": "medical",
         *       "fromAt": "2026-03-10T04:00:00.000Z",
         *       "toAt": null,
         *       "reason": "Dialysis at home",
         *       "hours": null,
         *       "optOuts": []
         *     }
         */
        NewSupplyProtection: {
            /**
             * Site
             * @description The site it holds at.
             */
            siteId: components["schemas"]["Id"];
            /**
             * Supply point
             * @description The point to be protected; null or left out: all of the site.
             * @example 5
             */
            supplyPointId?: string | null;
            /**
             * Kind
             * @description Why it is protected: a medical need, certain dates, certain hours, or something else.
             * @example medical
             * @enum {unknown}
             */
            kind: "medical" | "date" | "hours" | "other";
            /**
             * From
             * @description When it begins.
             */
            fromAt: components["schemas"]["Instant"];
            /**
             * To
             * Format: date-time
             * @description First instant after; null: until it is ended.
             * @example 2026-03-10T04:00:00.000Z
             */
            toAt?: string | null;
            /**
             * Reason
             * @description Why, in a sentence.
             * @example Dialysis at home
             */
            reason: string;
            /**
             * Hours
             * @description Daily hours in the site's zone; null or left out: all day.
             * @example {
             *       "fromMinute": 480,
             *       "toMinute": 1200
             *     }
             */
            hours?: {
                /**
                 * From minute
                 * @description Minute of the local day when it begins.
                 * @example 480
                 */
                fromMinute: number;
                /**
                 * To minute
                 * @description Minute of the local day when it ends; at or before the first it spans midnight.
                 * @example 480
                 */
                toMinute: number;
            } | null;
            /**
             * Opt-outs
             * @description Points that a protection of the whole site leaves out.
             * @default []
             * @example []
             */
            optOuts: components["schemas"]["Id"][];
        };
        /**
         * New tariff quote
         * @description A tariff and a sample load to be priced: one of tariffVersionId and draft, and one of profile and hours.
         * @example {
         *       "siteId": "1",
         *       "tariffVersionId": "91",
         *       "draft": null,
         *       "fromAt": "2026-01-31T08:00:00.000Z",
         *       "profile": {
         *         "quantity": "320",
         *         "period": "month"
         *       },
         *       "hours": null
         *     }
         */
        NewTariffQuote: {
            /**
             * Site
             * @description Its time zone and calendar count.
             */
            siteId: components["schemas"]["Id"];
            /**
             * Tariff version
             * @description A version of a plan of the site.
             * @example 91
             */
            tariffVersionId?: string | null;
            /**
             * Draft
             * @description Terms that no plan has yet; nothing of them is kept.
             */
            draft?: {
                /**
                 * Strategy
                 * @description Type of the tariff strategy.
                 * @example flat
                 */
                strategy: string;
                /**
                 * Terms
                 * @description By the strategy's schema.
                 */
                terms: components["schemas"]["OpenObject"];
            } | null;
            /**
             * From
             * @description With hours, their start; with a profile, an instant of the local day or month that is meant.
             */
            fromAt: components["schemas"]["Instant"];
            /**
             * Profile
             * @description A quantity of a local day or month, spread over its hours.
             */
            profile?: {
                /**
                 * Quantity
                 * @description Of the whole period, in the billing unit.
                 * @example 320
                 */
                quantity: string;
                /**
                 * Period
                 * @description The local day or month that holds the first instant.
                 * @enum {unknown}
                 */
                period: "day" | "month";
                /**
                 * Shape
                 * @description Weights of the 24 local hours of each day, of which one at least is above zero; even where they are left out.
                 */
                shape?: number[];
            } | null;
            /**
             * Hours
             * @description Quantities hour by hour of elapsed time from the first instant, in the billing unit.
             */
            hours?: string[] | null;
        };
        /**
         * New tariff version
         * @description Terms of a plan from an instant on; use since then is rated again.
         * @example {
         *       "tariffPlanId": "81",
         *       "effectiveAt": "2026-01-01T00:00:00Z",
         *       "terms": {
         *         "price": "0.85"
         *       }
         *     }
         */
        NewTariffVersion: {
            /**
             * Tariff plan
             * @description The plan.
             */
            tariffPlanId: components["schemas"]["Id"];
            /**
             * Effective
             * @description First instant that it prices.
             */
            effectiveAt: components["schemas"]["Instant"];
            /**
             * Terms
             * @description Prices, as the strategy's terms schema says.
             */
            terms: components["schemas"]["OpenObject"];
        };
        /**
         * New top-up
         * @description Money for an account, to be paid through one channel.
         * @example {
         *       "accountId": "15",
         *       "connectionId": "3",
         *       "amount": "100.5"
         *     }
         */
        NewTopUp: {
            /**
             * Account
             * @description The account that is topped up.
             */
            accountId: components["schemas"]["Id"];
            /**
             * Channel
             * @description How it is paid: one of the payment channels of the account's site.
             */
            connectionId: components["schemas"]["Id"];
            /**
             * Amount
             * @description Above zero, in whole minor units of the account's currency.
             */
            amount: components["schemas"]["MoneyMicros"];
            /**
             * Alternative to
             * @description An unpaid order for the same money that the payer turns away from; only one of the two is credited.
             * @default null
             */
            alternativeToId: string | null;
        };
        /**
         * New transfer
         * @description Money that goes from one account's cash to another's.
         * @example {
         *       "fromAccountId": "15",
         *       "toAccountId": "16",
         *       "amount": "50",
         *       "reason": "Moved to the neighbouring unit"
         *     }
         */
        NewTransfer: {
            /**
             * From
             * @description The account that pays.
             */
            fromAccountId: components["schemas"]["Id"];
            /**
             * To
             * @description The account that is paid.
             */
            toAccountId: components["schemas"]["Id"];
            /**
             * Amount
             * @description Above zero.
             */
            amount: components["schemas"]["MoneyMicros"];
            /**
             * Reason
             * @description Why, for the audit log.
             */
            reason: string;
        };
        /**
         * New user
         * @description Somebody to be let in.
         * @example {
         *       "email": "li.wei@busbar.example",
         *       "name": "Li Wei",
         *       "password": "correct horse battery"
         *     }
         */
        NewUser: {
            email: components["schemas"]["Email"];
            /**
             * Name
             * @description Name of the person.
             */
            name: string;
            /**
             * Password
             * @description At least twelve characters.
             */
            password: string;
        };
        /**
         * Notice route
         * @description By which channel the tenant of an account, or whoever has a role at a site, is told. Without a route that somebody has set, a tenant's own e-mail address is used on the site's first channel that takes one; every user of the tenant, and everybody with the role, besides gets the site's first channel that reaches users, such as the inbox. Those routes are automatic: they come and go with the address and the roles, and can be switched off.
         * @example {
         *       "id": "5",
         *       "siteId": "1",
         *       "accountId": "7",
         *       "staffRole": null,
         *       "connectionId": "3",
         *       "address": {
         *         "email": "tea.house@example.com"
         *       },
         *       "rank": 1,
         *       "enabled": true,
         *       "automatic": false,
         *       "version": 1
         *     }
         */
        NoticeRoute: {
            readonly id: components["schemas"]["Id"];
            /**
             * Site
             * @description The site whose notices it is for.
             */
            siteId: components["schemas"]["Id"];
            /**
             * Account
             * @description Whose tenant is told; null where it is for staff.
             */
            accountId: string | null;
            /**
             * Role
             * @description Role at the site of those who are told; null where it is for a tenant.
             * @default null
             * @enum {unknown}
             */
            staffRole: "owner" | "manager" | "cashier" | "accountant" | "technician" | "auditor" | null;
            /**
             * Connection
             * @description The channel's connection, at the same site.
             */
            connectionId: components["schemas"]["Id"];
            /**
             * Address
             * @description As the channel's address schema describes it. A user that it names must hold the role, or be the tenant's.
             */
            address: components["schemas"]["OpenObject"];
            /**
             * Rank
             * @description The least rank is used first, and routes of one rank together; the next rank only where those do not do.
             * @default 1
             */
            rank: number;
            /**
             * Enabled
             * @description Whether it is used.
             * @default true
             */
            enabled: boolean;
            /**
             * Automatic
             * @description Whether it was made by itself, from the tenant's e-mail address or from a user's role.
             */
            readonly automatic: boolean;
            /**
             * Version
             * @description Counts the changes; its ETag is this number in quotes.
             */
            readonly version: number;
            /**
             * Removed
             * Format: date-time
             * @description When it was removed; null while it is in use.
             */
            readonly archivedAt?: string | null;
        };
        /**
         * Notice
         * @description What a tenant, or the staff of a site, was told about one cause.
         * @example {
         *       "id": "42",
         *       "siteId": "1",
         *       "accountId": "7",
         *       "tenantId": "9",
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
         *       "deliveredAt": "2026-01-31T08:00:01.250Z",
         *       "readAt": null,
         *       "deliveries": [
         *         {
         *           "id": "77",
         *           "connectionId": "3",
         *           "state": "sent",
         *           "attempts": 1,
         *           "attemptAt": null,
         *           "acceptedAt": "2026-01-31T08:00:01.250Z",
         *           "deliveredAt": null,
         *           "readAt": null,
         *           "detail": null,
         *           "confirmedBy": null
         *         }
         *       ]
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
             * Tenant
             * @description Id of the tenant who is told, as of then; null where it is for staff.
             */
            tenantId: string | null;
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
            kind: "low-balance" | "very-low-balance" | "cut-coming" | "cut" | "restored" | "receipt" | "refund" | "repair-item" | "question-asked" | "question-answered" | "spending-limit-near" | "spending-limit-reached";
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
            /**
             * Read
             * Format: date-time
             * @description When it was first opened, as far as a channel can tell; null while it is not known to be.
             */
            readAt: string | null;
            /**
             * Deliveries
             * @description On which ways it went, and how far it came on each; none before the first is chosen.
             */
            deliveries: {
                /**
                 * Id
                 * @description Id of the delivery.
                 */
                id: string;
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
            }[];
        };
        /**
         * Data
         * @description An object whose fields another schema says.
         * @example {
         *       "topic": "meters/7"
         *     }
         */
        OpenObject: {
            [key: string]: unknown;
        };
        /**
         * Profile of one's own
         * @description What one is called and reads.
         * @example {
         *       "name": "Li Wei",
         *       "language": "zh-CN"
         *     }
         */
        OwnProfile: {
            /**
             * Name
             * @description Name of the person.
             */
            name: string;
            /**
             * Language
             * @description Language tag that they read; null: nobody has said.
             */
            language: string | null;
        };
        /**
         * Session of one's own
         * @description A place where the caller is signed in.
         * @example {
         *       "id": "s_1",
         *       "createdAt": "2026-01-31T08:00:00.000Z",
         *       "expiresAt": "2026-02-07T08:00:00.000Z",
         *       "current": true
         *     }
         */
        OwnSession: {
            /**
             * Id
             * @description Id of the session.
             */
            id: string;
            /**
             * Created
             * @description When they signed in.
             */
            createdAt: components["schemas"]["Instant"];
            /**
             * Expires
             * @description When it ends by itself.
             */
            expiresAt: components["schemas"]["Instant"];
            /**
             * Current
             * @description Whether it is the one that asks.
             */
            current: boolean;
        };
        /**
         * Template to save
         * @description A commissioned device that is to be a template.
         * @example {
         *       "title": "Kitchen meter of hall B",
         *       "differing": [
         *         "Hall_B_Meter_7"
         *       ]
         *     }
         */
        OwnTemplateRequest: {
            /**
             * Title
             * @description What to call it; unique at its site.
             * @example Kitchen meter of hall B
             */
            title: string;
            /**
             * Maker
             * @description Who makes the device.
             * @example Acme
             */
            manufacturer?: string;
            /**
             * Model
             * @description As its maker calls it.
             * @example X-100
             */
            model?: string;
            /**
             * Differs from device to device
             * @description Parts of its addresses that are another at each device, as they are at this one; left out, the name that it was found as, or the device of its addresses.
             * @example [
             *       "Hall_B_Meter_7"
             *     ]
             */
            differing?: string[];
        };
        /**
         * Own template
         * @description A device that was commissioned at a site, kept as a template for the next of its kind.
         * @example {
         *       "id": "3",
         *       "siteId": "1",
         *       "commissioningId": "7",
         *       "title": "Kitchen meter of hall B",
         *       "driver": "opcua",
         *       "template": {
         *         "medium": "electricity",
         *         "driver": "opcua"
         *       },
         *       "version": 1
         *     }
         */
        OwnTemplate: {
            readonly id: components["schemas"]["Id"];
            /**
             * Site
             * @description Where it can be used.
             */
            siteId: components["schemas"]["Id"];
            /**
             * Commissioning
             * @description Of the device that it was saved from.
             */
            commissioningId: components["schemas"]["Id"];
            /**
             * Title
             * @description What to call it; unique at its site.
             * @example Kitchen meter of hall B
             */
            title: string;
            /**
             * Connection type
             * @description Type of the connections that it is for.
             * @example opcua
             */
            driver: string;
            /**
             * Template
             * @description Its registers, points and parameters, as templates of plugins have them.
             */
            template: components["schemas"]["OpenObject"];
            /**
             * Version
             * @description Counts changes.
             */
            readonly version: number;
            /**
             * Removed
             * Format: date-time
             * @description When it was removed; null while it is in use.
             */
            readonly archivedAt?: string | null;
        };
        /**
         * First owner
         * @description Makes the instance's first owner, once.
         * @example {
         *       "token": "0123456789abcdef0123456789abcdef",
         *       "email": "owner@busbar.example",
         *       "name": "Chen Yu",
         *       "password": "correct horse battery"
         *     }
         */
        OwnerSetup: {
            /**
             * Token
             * @description As printed when the empty instance started.
             */
            token: string;
            email: components["schemas"]["Email"];
            /**
             * Name
             * @description Name of the person.
             */
            name: string;
            /**
             * Password
             * @description At least twelve characters.
             */
            password: string;
        };
        /**
         * Change of a password
         * @description The password that was and the one that is to be.
         * @example {
         *       "currentPassword": "correct horse battery",
         *       "newPassword": "staple battery horse"
         *     }
         */
        PasswordChange: {
            /**
             * Current password
             * @description The present one; left out by whom has none.
             */
            currentPassword?: string;
            /**
             * New password
             * @description At least twelve characters.
             */
            newPassword: string;
        };
        /**
         * Payment channels
         * @description The ways to pay that work now, at the sites of the caller.
         * @example {
         *       "items": []
         *     }
         */
        PaymentChannelList: {
            /**
             * Items
             * @description By connection.
             */
            items: components["schemas"]["PaymentChannel"][];
        };
        /**
         * Payment channel
         * @description A way to pay at a site.
         * @example {
         *       "connectionId": "3",
         *       "siteId": "1",
         *       "name": "Lobby desk",
         *       "title": {
         *         "en": "Cash",
         *         "zh-CN": "现金"
         *       },
         *       "staffOnly": true
         *     }
         */
        PaymentChannel: {
            /**
             * Connection
             * @description What a top-up names to be paid this way.
             */
            connectionId: components["schemas"]["Id"];
            /**
             * Site
             * @description The site that it serves.
             */
            siteId: components["schemas"]["Id"];
            /**
             * Name
             * @description Name of the connection, for people.
             */
            name: string;
            /**
             * Title
             * @description Kind of payment by language tag; English is always there.
             */
            title: {
                [key: string]: string;
            };
            /**
             * Staff only
             * @description Whether only staff can take money this way, as at a cash desk.
             */
            staffOnly: boolean;
        };
        /**
         * Words of a channel on an order
         * @description What the channel has said about an order and its refunds, the newest first; at most 200.
         * @example {
         *       "items": [
         *         {
         *           "id": "31",
         *           "at": "2026-01-31T08:00:00.000Z",
         *           "source": "callback",
         *           "refundId": null,
         *           "state": "captured",
         *           "verified": true,
         *           "detail": null
         *         }
         *       ]
         *     }
         */
        PaymentOrderEvents: {
            /**
             * Items
             * @description The newest first.
             */
            items: {
                /**
                 * Id
                 * @description Identifies it.
                 */
                id: components["schemas"]["Id"];
                /**
                 * At
                 * @description When it came, by the wall clock.
                 */
                at: components["schemas"]["Instant"];
                /**
                 * Source
                 * @description `callback`: the channel called. Otherwise it answered: when the order was made, when it was asked, when the order was closed, or when a refund was sent.
                 * @enum {unknown}
                 */
                source: "create" | "callback" | "query" | "close" | "refund";
                /**
                 * Refund
                 * @description The refund that it is about; null: the order itself.
                 */
                refundId: string | null;
                /**
                 * State
                 * @description What the channel says has become of it.
                 */
                state: string;
                /**
                 * Signature verified
                 * @description Of a callback: true, for one whose signature is wrong is refused and never belongs to an order. Null: we asked ourselves.
                 */
                verified: boolean | null;
                /**
                 * Detail
                 * @description The channel's own words.
                 */
                detail: string | null;
            }[];
        };
        /**
         * Payment order
         * @description A top-up that somebody means to pay, through one channel.
         * @example {
         *       "id": "1042",
         *       "reference": "7F3A09C2D41B5E6688AA01F4",
         *       "siteId": "1",
         *       "accountId": "17",
         *       "connectionId": "3",
         *       "alternativeToId": null,
         *       "amount": "100.5",
         *       "currency": "CNY",
         *       "description": "Top-up of unit 4-02",
         *       "state": "captured",
         *       "unknownSince": null,
         *       "payerAction": {
         *         "kind": "none"
         *       },
         *       "channelReference": "SBP0000000007",
         *       "capturedAt": "2026-01-31T08:00:00.000Z",
         *       "credited": true,
         *       "refundReserved": "0",
         *       "createdAt": "2026-01-31T07:59:30.000Z",
         *       "expiresAt": "2026-01-31T08:15:00.000Z"
         *     }
         */
        PaymentOrder: {
            /**
             * Id
             * @description Identifies the order.
             */
            id: components["schemas"]["Id"];
            /**
             * Order number
             * @description What the channel knows the order by.
             * @example 7F3A09C2D41B5E6688AA01F4
             */
            reference: string;
            /**
             * Site
             * @description The site whose channel it is.
             */
            siteId: components["schemas"]["Id"];
            /**
             * Account
             * @description The account that is topped up.
             */
            accountId: components["schemas"]["Id"];
            /**
             * Channel
             * @description The payment connection that it is paid through.
             */
            connectionId: components["schemas"]["Id"];
            /**
             * Alternative to
             * @description The first order for the same money, where the payer has turned to another channel; only one of them is credited.
             */
            alternativeToId: string | null;
            amount: components["schemas"]["MoneyMicros"];
            /**
             * Currency
             * @description ISO 4217 code.
             * @example CNY
             */
            currency: string;
            /**
             * Text
             * @description What the payer reads.
             * @example Top-up of unit 4-02
             */
            description: string;
            /**
             * State
             * @description `created`: stored, the channel has not answered yet. `pending`: the channel waits for the payer. `captured`: the money is there. `closed`, `failed`: no money is expected; should some come all the same, it is captured.
             * @enum {unknown}
             */
            state: "created" | "pending" | "captured" | "closed" | "failed";
            /**
             * Unknown since
             * Format: date-time
             * @description Since when the channel owes an answer; it is asked again until it gives one. No supply is cut meanwhile.
             */
            unknownSince: string | null;
            /**
             * For the payer
             * @description What the payer is shown while the order can be paid.
             */
            payerAction: {
                /**
                 * Kind
                 * @description A link to follow, a code to show, or nothing.
                 * @enum {unknown}
                 */
                kind: "redirect" | "code" | "none";
                /**
                 * Link
                 * Format: uri
                 * @description Where the payer is sent.
                 */
                url?: string;
                /**
                 * Code
                 * @description What the code to be scanned says.
                 */
                content?: string;
            };
            /**
             * Receipt number
             * @description The channel's own id of the payment; there once captured.
             */
            channelReference: string | null;
            /**
             * Captured at
             * Format: date-time
             * @description When the money was taken into the books.
             */
            capturedAt: string | null;
            /**
             * Credited
             * @description Whether captured money went to the account; where it did not it is handed back.
             */
            credited: boolean | null;
            refundReserved: components["schemas"]["MoneyMicros"];
            /**
             * Created at
             * Format: date-time
             * @description When somebody asked for it, by the wall clock.
             */
            createdAt: string;
            /**
             * Expires at
             * Format: date-time
             * @description Instant from which the channel takes no money for it.
             */
            expiresAt: string;
        };
        /**
         * Instalment of a payment plan
         * @description An instalment has come.
         * @example {
         *       "nextDueAt": "2026-05-10T04:00:00.000Z"
         *     }
         */
        PaymentPlanInstalment: {
            /**
             * Next due
             * @description When the next instalment is due.
             */
            nextDueAt: components["schemas"]["Instant"];
        };
        /**
         * Payment plan
         * @description A debt is paid in instalments: while the next one is not overdue the account is not cut.
         * @example {
         *       "id": "7",
         *       "accountId": "15",
         *       "agreedBy": "k3Vq8",
         *       "agreedAt": "2026-03-10T04:00:00.000Z",
         *       "nextDueAt": "2026-04-10T04:00:00.000Z",
         *       "endedAt": null,
         *       "endedBy": null,
         *       "version": 1
         *     }
         */
        PaymentPlan: {
            /**
             * Id
             * @description Identifies the plan.
             */
            readonly id: components["schemas"]["Id"];
            /**
             * Account
             * @description The account it is about.
             */
            readonly accountId: components["schemas"]["Id"];
            /**
             * Agreed by
             * @description Who agreed to it (id of the user).
             * @example k3Vq8
             */
            readonly agreedBy: string;
            /**
             * Agreed
             * @description When it was agreed.
             */
            readonly agreedAt: components["schemas"]["Instant"];
            /**
             * Next due
             * @description When the next instalment is due.
             */
            readonly nextDueAt: components["schemas"]["Instant"];
            /**
             * Ended
             * Format: date-time
             * @description When it was ended; null while it runs.
             * @example 2026-03-10T04:00:00.000Z
             */
            readonly endedAt: string | null;
            /**
             * Ended by
             * @description Who ended it.
             * @example k3Vq8
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
         * Plugin configuration
         * @description A plugin's own configuration as a form needs it; each secret is a mask.
         * @example {
         *       "config": {
         *         "token": "••••••••"
         *       },
         *       "schema": {
         *         "type": "object"
         *       },
         *       "version": 1
         *     }
         */
        PluginConfiguration: {
            /**
             * Settings
             * @description What is in force, with bullets in place of each secret; a secret that is sent back as bullets stays as it is.
             */
            config: components["schemas"]["OpenObject"];
            /**
             * Schema
             * @description The plugin's schema of it; null where it has no configuration of its own.
             */
            schema: components["schemas"]["OpenObject"] | null;
            /**
             * Version
             * @description Version of the configuration that the schema describes.
             */
            version: number;
        };
        /**
         * Plugin diagnostics
         * @description All that is known of a plugin, in one document to be sent to whoever mends it; secrets are masked.
         */
        PluginDiagnostics: {
            /**
             * When
             * Format: date-time
             * @description When it was made.
             */
            at: string;
            /**
             * Versions
             * @description What ran.
             */
            versions: {
                /**
                 * Contracts
                 * @description Version of the contracts of plugins.
                 */
                contracts: string;
                /**
                 * Node
                 * @description Version of Node.js.
                 */
                node: string;
                /**
                 * Plugin
                 * @description Version of the plugin.
                 */
                plugin: string | null;
                /**
                 * Configuration
                 * @description Version of its configuration's schema.
                 */
                configuration: number | null;
            };
            plugin: components["schemas"]["Plugin"];
            /**
             * Manifest
             * @description Its plugin.json as it was read; null where it cannot be.
             */
            manifest?: components["schemas"]["OpenObject"] | null;
            /**
             * States
             * @description What it came into since this process started, oldest first.
             */
            states: {
                /**
                 * State
                 * @description As in the plugin.
                 */
                state: string;
                /**
                 * When
                 * Format: date-time
                 * @description When it came into it.
                 */
                at: string;
            }[];
            /**
             * Configuration
             * @description Its own configuration in force, secrets masked; null where it cannot be told.
             */
            config: components["schemas"]["OpenObject"] | null;
            /**
             * Configurations
             * @description Which were kept, newest first.
             */
            configurations: components["schemas"]["KeptConfiguration"][];
            /**
             * Connections
             * @description Its connections with how they fare.
             */
            connections: {
                /**
                 * Id
                 * @description Identifies the connection.
                 */
                id: string;
                /**
                 * Site
                 * @description The site it serves.
                 */
                siteId: string;
                /**
                 * Extension point
                 * @description What the plugin contributes to.
                 */
                extensionPoint: string;
                /**
                 * Type
                 * @description Which contribution.
                 */
                type: string;
                /**
                 * Name
                 * @description For people.
                 */
                name: string;
                /**
                 * Enabled
                 * @description Whether it runs.
                 */
                enabled: boolean;
                /**
                 * Settings
                 * @description Secrets masked.
                 */
                config: components["schemas"]["OpenObject"];
                /**
                 * State
                 * @description Null: nothing runs it.
                 */
                state: string | null;
                /**
                 * Health
                 * @description Null: nothing runs it.
                 */
                health: components["schemas"]["OpenObject"] | null;
                /**
                 * Last error
                 * @description Null: none.
                 */
                lastError: components["schemas"]["OpenObject"] | null;
            }[];
            logs: components["schemas"]["PluginLog"];
            /**
             * Counters
             * @description Counts of the plugin and of all of its connections together, by name.
             */
            counters: {
                [key: string]: number;
            };
        };
        /**
         * Plugins
         * @description All plugins that were found.
         * @example {
         *       "items": []
         *     }
         */
        PluginList: {
            /**
             * Items
             * @description By id.
             */
            items: components["schemas"]["Plugin"][];
        };
        /**
         * Plugin log
         * @description The last lines that a plugin logged and that were logged about it; they are in memory alone and end with the process.
         * @example {
         *       "items": [
         *         {
         *           "sequence": 12,
         *           "at": "2026-01-31T08:00:00Z",
         *           "level": "warn",
         *           "message": "The broker does not answer.",
         *           "connectionId": "61",
         *           "data": {}
         *         }
         *       ]
         *     }
         */
        PluginLog: {
            /**
             * Items
             * @description Newest first where they are listed, oldest first where they are followed.
             */
            items: {
                /**
                 * Sequence
                 * @description Counts up; gaps are lines that are no longer kept, or of a lower level.
                 */
                sequence: number;
                /**
                 * When
                 * Format: date-time
                 * @description When it was logged.
                 */
                at: string;
                /**
                 * Level
                 * @description How much it matters.
                 * @enum {unknown}
                 */
                level: "debug" | "info" | "warn" | "error";
                /**
                 * Message
                 * @description What happened; never a secret.
                 */
                message: string;
                /**
                 * Connection
                 * @description The connection that it is about; null: the plugin itself.
                 */
                connectionId: string | null;
                /**
                 * Data
                 * @description What was logged with it; never a secret.
                 */
                data: components["schemas"]["OpenObject"];
            }[];
        };
        /**
         * Plugin page
         * @description A page that a plugin contributes: its own widgets on a grid of twelve columns.
         * @example {
         *       "id": "payment-example/desk",
         *       "pluginId": "payment-example",
         *       "title": {
         *         "en": "Desk"
         *       },
         *       "icon": "cash",
         *       "roles": [
         *         "owner",
         *         "manager",
         *         "cashier"
         *       ],
         *       "widgets": [
         *         {
         *           "widget": "payment-example/latest",
         *           "x": 0,
         *           "y": 0,
         *           "w": 6,
         *           "h": 4
         *         }
         *       ]
         *     }
         */
        PluginPage: {
            /**
             * Id
             * @description The plugin's id, a slash and the page's own.
             */
            id: string;
            /**
             * Plugin
             * @description Which plugin contributes it.
             */
            pluginId: string;
            /**
             * Title
             * @description Its heading by language tag.
             */
            title: {
                [key: string]: string;
            };
            /**
             * Icon
             * @description Name of a Material Design icon.
             */
            icon: string;
            /**
             * Roles
             * @description Who finds it in the menu: whoever holds one of these roles anywhere.
             */
            roles: components["schemas"]["Role"][];
            /**
             * Widgets
             * @description By their places.
             */
            widgets: {
                /**
                 * Widget
                 * @description Id of the widget.
                 */
                widget: string;
                /**
                 * Column
                 * @description First column, from 0.
                 */
                x: number;
                /**
                 * Row
                 * @description First row, from 0.
                 */
                y: number;
                /**
                 * Width
                 * @description In columns.
                 */
                w: number;
                /**
                 * Height
                 * @description In rows.
                 */
                h: number;
            }[];
        };
        /**
         * Rescan
         * @description What a look at the plugins' folders came to; how each fares is in its state.
         * @example {
         *       "added": [
         *         "driver-acme"
         *       ],
         *       "reloaded": [],
         *       "removed": [],
         *       "items": []
         *     }
         */
        PluginRescan: {
            /**
             * Added
             * @description Ids of plugins that have come.
             */
            added: string[];
            /**
             * Reloaded
             * @description Ids of plugins whose version has changed.
             */
            reloaded: string[];
            /**
             * Removed
             * @description Ids of plugins that are gone.
             */
            removed: string[];
            /**
             * Items
             * @description All plugins as they are now.
             */
            items: components["schemas"]["Plugin"][];
        };
        /**
         * Plugin settings
         * @description A plugin's own configuration.
         * @example {
         *       "config": {}
         *     }
         */
        PluginSettings: {
            /**
             * Settings
             * @description Valid against the plugin's configuration schema. A secret given as bullets stays as it is.
             */
            config: components["schemas"]["OpenObject"];
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
         *       "description": null,
         *       "icon": null,
         *       "version": "1.2.0",
         *       "api": "^1.0.0",
         *       "isolation": "process",
         *       "process": {
         *         "state": "running",
         *         "pid": 4711,
         *         "restarts": 0,
         *         "residentBytes": 104857600
         *       },
         *       "builtIn": true,
         *       "startup": "optional",
         *       "state": "enabled",
         *       "permissions": {
         *         "network": [
         *           "tcp:1883"
         *         ],
         *         "workers": false
         *       },
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
         *           },
         *           "schemas": {
         *             "connection": {
         *               "type": "object"
         *             },
         *             "point": {
         *               "type": "object"
         *             }
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
         *       "lastError": null,
         *       "dashboardWidgets": [],
         *       "pages": []
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
             * Description
             * @description What it is for, by language tag; null where it does not say.
             */
            readonly description: {
                [key: string]: string;
            } | null;
            /**
             * Icon
             * Format: uri-reference
             * @description Where its icon is, an SVG image; null where it has none.
             */
            readonly icon: string | null;
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
             * Isolation
             * @description `shared`: it runs in Busbar's own process. `process`: in one of its own. Null while its manifest cannot be read.
             * @enum {unknown}
             */
            readonly isolation: "shared" | "process" | null;
            /**
             * Process
             * @description The process that it has of its own; null where it runs in Busbar's or does not run, as while nothing is connected by it: it is started when it is first needed.
             */
            readonly process: {
                /**
                 * State
                 * @description `waiting`: it ended and is started again after a pause. `stopped`: it ended too often and is started again when the plugin is reloaded, enabled or configured.
                 * @enum {unknown}
                 */
                state: "starting" | "running" | "waiting" | "stopped";
                /**
                 * Process id
                 * @description Its number in the operating system; null while there is none.
                 */
                pid: number | null;
                /**
                 * Restarts
                 * @description How often it was started again since the plugin was loaded.
                 */
                restarts: number;
                /**
                 * Memory
                 * @description Memory that it holds, in bytes; null while it is not known.
                 */
                residentBytes: number | null;
            } | null;
            /**
             * Built in
             * @description Whether it comes with Busbar: it can be disabled and cannot be removed.
             */
            readonly builtIn: boolean;
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
             * Permissions
             * @description What it says it reaches outside of Busbar, and what it asks for.
             */
            readonly permissions: {
                /**
                 * Network
                 * @description Protocol and port of what it says it connects to.
                 */
                network: string[];
                /**
                 * Worker threads
                 * @description Whether it runs worker threads. In a process of its own they are refused otherwise.
                 */
                workers: boolean;
            };
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
                point: "meterDrivers" | "paymentProviders" | "tariffStrategies" | "notificationChannels" | "buildingGateways";
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
                capabilities: components["schemas"]["OpenObject"];
                /**
                 * Schemas
                 * @description JSON Schemas that forms are made from.
                 */
                schemas: {
                    /**
                     * Connection
                     * @description Settings of a connection.
                     */
                    connection?: components["schemas"]["OpenObject"];
                    /**
                     * Point
                     * @description Address of a point.
                     */
                    point?: components["schemas"]["OpenObject"];
                    /**
                     * Terms
                     * @description Terms of a tariff version.
                     */
                    terms?: components["schemas"]["OpenObject"];
                    /**
                     * Address
                     * @description Address of a person.
                     */
                    address?: components["schemas"]["OpenObject"];
                };
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
                 * Title
                 * @description The code in words.
                 */
                title: string;
                /**
                 * Detail
                 * @description What happened, for a person; never a secret.
                 */
                detail: string;
                /**
                 * Remedy
                 * @description What to do about it.
                 */
                remedy: string;
                /**
                 * When
                 * Format: date-time
                 * @description When it happened.
                 */
                at: string;
            } | null;
            /**
             * Dashboard widgets
             * @description Parts of dashboards that it adds.
             */
            readonly dashboardWidgets: components["schemas"]["DashboardWidget"][];
            /**
             * Pages
             * @description Pages that it adds.
             */
            readonly pages: components["schemas"]["PluginPage"][];
        };
        /**
         * Point
         * @description Any value of a device, read or written through a driver.
         * @example {
         *       "id": "71",
         *       "connectionId": "61",
         *       "meterId": "21",
         *       "registerId": "31",
         *       "role": "register",
         *       "unit": "kWh",
         *       "address": {
         *         "topic": "meters/21",
         *         "pointer": "/total"
         *       },
         *       "lifeSafety": false,
         *       "version": 1
         *     }
         */
        Point: {
            readonly id: components["schemas"]["Id"];
            /**
             * Connection
             * @description Through which it is reached.
             */
            connectionId: components["schemas"]["Id"];
            /**
             * Meter
             * @description The meter it belongs to.
             */
            meterId: string | null;
            /**
             * Register
             * @description The register it reads; set exactly for role register.
             */
            registerId: string | null;
            /**
             * Role
             * @description What it means.
             * @enum {unknown}
             */
            role: "register" | "relay" | "power" | "current" | "online" | "value";
            /**
             * Unit
             * @description Unit of its values; empty for states.
             * @default
             */
            unit: string;
            /**
             * Address
             * @description Where it is, as the contribution's point schema says.
             */
            address: components["schemas"]["OpenObject"];
            /**
             * Life safety
             * @description Fire, lifts, medical: never switched by any path. It can be set here, and cleared by the owner of the database alone.
             * @default false
             */
            lifeSafety: boolean;
            /**
             * Version
             * @description Counts the changes; its ETag is this number in quotes.
             */
            readonly version: number;
            /**
             * Removed
             * Format: date-time
             * @description When it was removed; null while it is in use.
             */
            readonly archivedAt?: string | null;
        };
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
         * Posting
         * @description One movement of money, seen from the account it belongs to.
         * @example {
         *       "id": "1001",
         *       "at": "2026-01-31T08:00:00.000Z",
         *       "bookedAt": "2026-01-31T08:00:01.000Z",
         *       "purse": "cash",
         *       "fund": "general",
         *       "amount": "-1.25",
         *       "currency": "CNY",
         *       "kind": "charge",
         *       "counterpart": "revenue",
         *       "referenceKind": "usage-interval",
         *       "referenceId": "2001",
         *       "reversesId": null
         *     }
         */
        Posting: {
            readonly id: components["schemas"]["Id"];
            /**
             * At
             * @description When it happened.
             */
            at: components["schemas"]["Instant"];
            /**
             * Booked
             * @description When it was booked.
             */
            bookedAt: components["schemas"]["Instant"];
            /**
             * Purse
             * @description Which purse moved.
             * @enum {unknown}
             */
            purse: "cash" | "bonus" | "deposit" | "receivable" | "refund-pending";
            /**
             * Fund
             * @description Fund of the purse.
             */
            fund: string;
            /**
             * Amount
             * @description What the purse gained; negative where it lost.
             */
            amount: components["schemas"]["MoneyMicros"];
            currency: components["schemas"]["Currency"];
            /**
             * Kind
             * @description What it was: charge, top-up, refund …
             */
            kind: string;
            /**
             * Counterpart
             * @description Kind of the ledger account on the other side.
             */
            counterpart: string;
            /**
             * Reference
             * @description What it is for.
             */
            referenceKind: string;
            /**
             * Reference id
             * @description Which one.
             */
            referenceId: components["schemas"]["Id"];
            /**
             * Reverses
             * @description The posting that this one undoes.
             */
            reversesId: string | null;
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
            /**
             * Dependents
             * @description What depends on the thing, where that is why it cannot go.
             */
            dependents?: {
                /**
                 * Resource
                 * @description What kind of things, as in operationIds.
                 * @example meters
                 */
                resource: string;
                /**
                 * Count
                 * @description How many there are.
                 */
                count: number;
                /**
                 * Ids
                 * @description The first of them.
                 */
                ids: string[];
            }[];
        };
        /**
         * Quantity
         * @description A quantity in the utility's billing unit (kWh, m³, GJ, RT·h) with at most six decimals, as a decimal string.
         * @example 1042.37
         */
        QuantityMicros: string;
        /**
         * Quarantined input
         * @description Input that no reading could be made of, kept as it was received.
         * @example {
         *       "id": "3",
         *       "connectionId": "61",
         *       "source": "meters/22",
         *       "reason": "No JSON.",
         *       "payloadBase64": "e30=",
         *       "occurrences": 4,
         *       "firstAt": "2026-01-31T08:00:00.000Z",
         *       "lastAt": "2026-01-31T09:00:00.000Z"
         *     }
         */
        QuarantinedInput: {
            readonly id: components["schemas"]["Id"];
            /**
             * Connection
             * @description Where it came in.
             */
            connectionId: components["schemas"]["Id"];
            /**
             * Source
             * @description Device or topic.
             */
            source: string;
            /**
             * Reason
             * @description Why it was not understood.
             */
            reason: string;
            /**
             * Payload
             * @description What was received, base64.
             */
            payloadBase64: string;
            /**
             * Occurrences
             * @description How often it came.
             */
            occurrences: number;
            /**
             * First
             * @description When it first came.
             */
            firstAt: components["schemas"]["Instant"];
            /**
             * Last
             * @description When it last came.
             */
            lastAt: components["schemas"]["Instant"];
        };
        /**
         * Quarantined reading
         * @description A reading that was not accepted, and why.
         * @example {
         *       "registerId": "31",
         *       "at": "2026-01-31T08:00:00.000Z",
         *       "value": "9.5",
         *       "reason": "falling",
         *       "detail": "1043.62 was read before.",
         *       "openedAt": "2026-01-31T08:00:01.000Z",
         *       "closedAt": null
         *     }
         */
        QuarantinedReading: {
            /**
             * Register
             * @description Which counter.
             */
            registerId: components["schemas"]["Id"];
            /**
             * At
             * @description When it was read.
             */
            at: components["schemas"]["Instant"];
            /**
             * Value
             * @description What it showed.
             */
            value: components["schemas"]["QuantityMicros"];
            /**
             * Reason
             * @description Why it was not accepted.
             */
            reason: string;
            /**
             * Detail
             * @description The figures behind it.
             */
            detail: string;
            /**
             * Opened
             * @description When it was put here.
             */
            openedAt: components["schemas"]["Instant"];
            /**
             * Closed
             * Format: date-time
             * @description When it was settled; null while it is open.
             */
            closedAt: string | null;
        };
        /**
         * Assignment
         * @description Who of the staff looks after a question.
         * @example {
         *       "userId": "k3Vq8"
         *     }
         */
        QuestionAssignment: {
            /**
             * User
             * @description A user with a staff role at the site; null: nobody.
             * @example k3Vq8
             */
            userId: string | null;
        };
        /**
         * Message of a question
         * @description What one side said; never changed.
         * @example {
         *       "id": "11",
         *       "questionId": "5",
         *       "side": "tenant",
         *       "authorId": "p7Lm2",
         *       "authorName": "Li Na",
         *       "text": "Why is it twice that of February?",
         *       "at": "2026-04-02T03:00:00.000Z"
         *     }
         */
        QuestionMessage: {
            /**
             * Id
             * @description Identifies the message.
             */
            readonly id: components["schemas"]["Id"];
            /**
             * Question
             * @description The question it belongs to.
             */
            readonly questionId: components["schemas"]["Id"];
            /**
             * Side
             * @description Who speaks: the tenant or the staff.
             * @enum {unknown}
             */
            readonly side: "tenant" | "staff";
            /**
             * Author
             * @description Who said it (id of the user).
             * @example p7Lm2
             */
            readonly authorId: string;
            /**
             * Author's name
             * @description Their name as of then.
             * @example Li Na
             */
            readonly authorName: string;
            /**
             * Text
             * @description Plain text; whoever shows it escapes it.
             * @example Why is it twice that of February?
             */
            readonly text: string;
            /**
             * At
             * @description When it was said.
             */
            readonly at: components["schemas"]["Instant"];
        };
        /**
         * Reply
         * @description What is said to a question.
         * @example {
         *       "text": "The air conditioning ran at night; see the charges of 12 March."
         *     }
         */
        QuestionReply: {
            /**
             * Text
             * @description What there is to say; plain text.
             * @example Why is it twice that of February?
             */
            text: string;
        };
        /**
         * Question
         * @description What a tenant asks the management about an account. What was said stands in its messages.
         * @example {
         *       "id": "5",
         *       "siteId": "1",
         *       "accountId": "15",
         *       "tenantId": "9",
         *       "subject": "The bill of March",
         *       "state": "answered",
         *       "assignedTo": "k3Vq8",
         *       "openedBy": "p7Lm2",
         *       "openedAt": "2026-04-02T03:00:00.000Z",
         *       "lastMessageAt": "2026-04-02T05:30:00.000Z",
         *       "closedAt": null,
         *       "closedBy": null,
         *       "version": 2
         *     }
         */
        Question: {
            /**
             * Id
             * @description Identifies the question.
             */
            readonly id: components["schemas"]["Id"];
            /**
             * Site
             * @description The account's site.
             */
            readonly siteId: components["schemas"]["Id"];
            /**
             * Account
             * @description The account it is about.
             */
            readonly accountId: components["schemas"]["Id"];
            /**
             * Tenant
             * @description Whose question it is, as of then.
             */
            readonly tenantId: components["schemas"]["Id"];
            /**
             * Subject
             * @description What it is about, in a line.
             * @example The bill of March
             */
            readonly subject: string;
            /**
             * State
             * @description `open`: staff are to answer. `answered`: staff said the last word. `closed`: settled, until somebody reopens it.
             * @enum {unknown}
             */
            readonly state: "open" | "answered" | "closed";
            /**
             * Assigned to
             * @description Who of the staff looks after it (id of the user); null: nobody yet.
             * @example k3Vq8
             */
            readonly assignedTo: string | null;
            /**
             * Opened by
             * @description Who asked (id of the user).
             * @example p7Lm2
             */
            readonly openedBy: string;
            /**
             * Opened
             * @description When it was asked.
             */
            readonly openedAt: components["schemas"]["Instant"];
            /**
             * Last message
             * @description When something was last said.
             */
            readonly lastMessageAt: components["schemas"]["Instant"];
            /**
             * Closed
             * Format: date-time
             * @description When it was closed; null while it is not.
             */
            readonly closedAt: string | null;
            /**
             * Closed by
             * @description Who closed it (id of the user).
             * @example k3Vq8
             */
            readonly closedBy: string | null;
            /**
             * Version
             * @description Counts the changes; its ETag is this number in quotes.
             * @example 1
             */
            readonly version: number;
        };
        /**
         * Reading
         * @description A register value at an instant, as it was read.
         * @example {
         *       "registerId": "31",
         *       "at": "2026-01-31T08:00:00.000Z",
         *       "value": "1043.62",
         *       "receivedAt": "2026-01-31T08:00:00.400Z",
         *       "quality": "good",
         *       "source": "meters/21"
         *     }
         */
        Reading: {
            /**
             * Register
             * @description Which counter.
             */
            registerId: components["schemas"]["Id"];
            /**
             * At
             * @description When it was read.
             */
            at: components["schemas"]["Instant"];
            /**
             * Value
             * @description What it showed.
             */
            value: components["schemas"]["QuantityMicros"];
            /**
             * Received
             * @description When it came in.
             */
            receivedAt: components["schemas"]["Instant"];
            /**
             * Quality
             * @description good, uncertain or bad.
             */
            quality: string;
            /**
             * Source
             * @description Device or topic it came from.
             */
            source: string;
        };
        /**
         * Receipt
         * @description What a receipt of a paid and credited order tells, for whoever prints or shows it.
         * @example {
         *       "number": "7F3A09C2D41B5E6688AA01F4",
         *       "orderId": "1042",
         *       "site": {
         *         "id": "1",
         *         "code": "HH",
         *         "name": "Harbour House",
         *         "timeZone": "Asia/Shanghai"
         *       },
         *       "payer": {
         *         "tenantId": "9",
         *         "code": "T-009",
         *         "name": "Lotus Tea House"
         *       },
         *       "account": {
         *         "id": "17",
         *         "code": "A-017"
         *       },
         *       "amount": "100.5",
         *       "currency": "CNY",
         *       "channel": {
         *         "connectionId": "3",
         *         "type": "cash",
         *         "name": "Cash desk",
         *         "reference": null
         *       },
         *       "description": "Top-up of unit 4-02",
         *       "orderedAt": "2026-01-31T07:59:30.000Z",
         *       "paidAt": "2026-01-31T08:00:00.000Z",
         *       "balanceAfter": "123.4",
         *       "refunded": "0"
         *     }
         */
        Receipt: {
            /**
             * Number
             * @description The receipt's number: that of the order, which never changes.
             * @example 7F3A09C2D41B5E6688AA01F4
             */
            number: string;
            /**
             * Order
             * @description The payment order.
             */
            orderId: components["schemas"]["Id"];
            /**
             * Site
             * @description Who took the money.
             */
            site: {
                /**
                 * Id
                 * @description The site.
                 */
                id: components["schemas"]["Id"];
                /**
                 * Code
                 * @description Its code.
                 */
                code: string;
                /**
                 * Name
                 * @description Its name.
                 */
                name: string;
                /**
                 * Time zone
                 * @description IANA zone that its receipts are dated in.
                 * @example Asia/Shanghai
                 */
                timeZone: string;
            };
            /**
             * Payer
             * @description The account's tenant.
             */
            payer: {
                /**
                 * Tenant
                 * @description The tenant.
                 */
                tenantId: components["schemas"]["Id"];
                /**
                 * Code
                 * @description Their code.
                 */
                code: string;
                /**
                 * Name
                 * @description Their name.
                 */
                name: string;
            };
            /**
             * Account
             * @description The account that was credited.
             */
            account: {
                /**
                 * Id
                 * @description The account.
                 */
                id: components["schemas"]["Id"];
                /**
                 * Code
                 * @description Its code.
                 */
                code: string;
            };
            /**
             * Amount
             * @description What was paid.
             */
            amount: components["schemas"]["MoneyMicros"];
            /**
             * Currency
             * @description ISO 4217 code.
             */
            currency: components["schemas"]["Currency"];
            /**
             * Channel
             * @description The way it was paid.
             */
            channel: {
                /**
                 * Connection
                 * @description The channel's connection.
                 */
                connectionId: components["schemas"]["Id"];
                /**
                 * Type
                 * @description What kind of channel.
                 * @example cash
                 */
                type: string;
                /**
                 * Name
                 * @description What the site calls it.
                 */
                name: string;
                /**
                 * Reference
                 * @description What the channel knows the payment by.
                 */
                reference: string | null;
            };
            /**
             * Description
             * @description What was paid for.
             */
            description: string;
            /**
             * Ordered
             * @description When somebody asked for it, by the wall clock.
             */
            orderedAt: components["schemas"]["Instant"];
            /**
             * Paid
             * @description When the money was taken into the books.
             */
            paidAt: components["schemas"]["Instant"];
            /**
             * Balance after
             * @description The account's cash right after it was credited; null for orders credited before it was kept.
             */
            balanceAfter: string | null;
            /**
             * Refunded
             * @description What of it was, or is being, paid back since.
             */
            refunded: components["schemas"]["MoneyMicros"];
        };
        /**
         * Refund
         * @description Money on its way back to where it came from. It is held from the account as soon as the refund is asked for.
         * @example {
         *       "id": "88",
         *       "reference": "0C44D1B2E35F7A9900BB12C6",
         *       "orderId": "1042",
         *       "amount": "60",
         *       "currency": "CNY",
         *       "source": "purse",
         *       "state": "awaiting-approval",
         *       "unknownSince": null,
         *       "reason": "Moved out",
         *       "requestedBy": "amy",
         *       "decidedBy": null,
         *       "channelReference": null
         *     }
         */
        Refund: {
            /**
             * Id
             * @description Identifies the refund.
             */
            id: components["schemas"]["Id"];
            /**
             * Refund number
             * @description What the channel knows the refund by.
             * @example 0C44D1B2E35F7A9900BB12C6
             */
            reference: string;
            /**
             * Order
             * @description The payment order whose money goes back.
             */
            orderId: components["schemas"]["Id"];
            amount: components["schemas"]["MoneyMicros"];
            /**
             * Currency
             * @description ISO 4217 code.
             * @example CNY
             */
            currency: string;
            /**
             * Source
             * @description `purse`: held from the account's cash. `suspense`: surplus money that never reached an account.
             * @enum {unknown}
             */
            source: "purse" | "suspense";
            /**
             * State
             * @description `awaiting-approval`: above the limit, a second person decides. `approved`: to be sent. `sent`: the channel has been asked. `refunded`, `failed`, `rejected`: final.
             * @enum {unknown}
             */
            state: "awaiting-approval" | "approved" | "sent" | "refunded" | "failed" | "rejected";
            /**
             * Unknown since
             * Format: date-time
             * @description Since when the channel owes an answer; it is asked again until it gives one.
             */
            unknownSince: string | null;
            /**
             * Reason
             * @description Why the money goes back.
             * @example Moved out
             */
            reason: string;
            /**
             * Requested by
             * @description User who asked for it; null where a rule did, as for money paid twice.
             */
            requestedBy: string | null;
            /**
             * Decided by
             * @description User who approved or rejected it; never the one who asked.
             */
            decidedBy: string | null;
            /**
             * Receipt number
             * @description The channel's own id of the refund; there once refunded.
             */
            channelReference: string | null;
        };
        /**
         * Refused certificate
         * @description A certificate that a connection has refused because its settings do not trust it.
         * @example {
         *       "thumbprint": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
         *       "subject": "CN=SCADA, O=Building",
         *       "validFrom": "2026-01-31T08:00:00.000Z",
         *       "validTo": "2036-01-31T08:00:00.000Z",
         *       "list": "trusted"
         *     }
         */
        RefusedCertificate: {
            /**
             * Thumbprint
             * @description SHA-256 of the certificate, in hexadecimal: what tells it from any other. Compare it with what the other side shows of its own.
             */
            thumbprint: string;
            /**
             * Subject
             * @description Whose it says it is; whoever made it chose the name.
             */
            subject: string;
            /**
             * Valid from
             * @description When it begins to be valid.
             */
            validFrom: components["schemas"]["Instant"];
            /**
             * Valid to
             * @description When it ends to be valid.
             */
            validTo: components["schemas"]["Instant"];
            /**
             * List
             * @description Property of the connection's settings that it would be put on.
             */
            list: string;
        };
        /**
         * Register
         * @description One counter on a meter.
         * @example {
         *       "id": "31",
         *       "meterId": "21",
         *       "code": "total",
         *       "band": null,
         *       "digits": 6,
         *       "direction": "import"
         *     }
         */
        Register: {
            readonly id: components["schemas"]["Id"];
            /**
             * Meter
             * @description The meter it is on.
             */
            meterId: components["schemas"]["Id"];
            code: components["schemas"]["Code"];
            /**
             * Band
             * @description Time-of-use band that it counts alone; null: it counts all.
             */
            band: string | null;
            /**
             * Digits
             * @description Digits before the decimal point: it rolls over at 10 to this power.
             */
            digits: number;
            /**
             * Direction
             * @description What it counts: what is taken, or what is fed back. What is fed back is read and kept, and never charged.
             * @default import
             * @enum {unknown}
             */
            direction: "import" | "export";
        };
        /**
         * End of a relay test
         * @description Looks whether supply is back, and ends the test.
         * @example {
         *       "giveUp": false
         *     }
         */
        RelayTestEnd: {
            /**
             * Give up
             * @description Ends the test as failed where supply is not proved to be back.
             * @default false
             * @example false
             */
            giveUp: boolean;
        };
        /**
         * Relay test
         * @description Takes supply away for a moment while somebody stands by.
         * @example {
         *       "present": true,
         *       "tenantConfirmed": true
         *     }
         */
        RelayTestStart: {
            /**
             * Present
             * @description Somebody stands at the meter and at what it supplies.
             * @example true
             * @constant
             */
            present: true;
            /**
             * Tenant confirmed
             * @description A tenant who pays there knows that supply is away for a moment.
             * @default false
             * @example true
             */
            tenantConfirmed: boolean;
        };
        /**
         * Assignment of a repair item
         * @description Who of the staff looks after a repair item.
         * @example {
         *       "userId": "k3Vq8"
         *     }
         */
        RepairAssignment: {
            /**
             * User
             * @description A user with a staff role where it is; null: nobody.
             * @example k3Vq8
             */
            userId: string | null;
        };
        /**
         * Repair item
         * @description Something that a person has to look after.
         * @example {
         *       "id": "99",
         *       "siteId": "1",
         *       "kind": "no-tariff",
         *       "subject": "metering-point:41",
         *       "ownerRole": "accountant",
         *       "assignedTo": null,
         *       "severity": "warning",
         *       "state": "open",
         *       "detail": {
         *         "since": "2026-01-02"
         *       },
         *       "occurrences": 3,
         *       "openedAt": "2026-01-02T00:00:00.000Z",
         *       "lastAt": "2026-01-02T01:00:00.000Z",
         *       "closedAt": null,
         *       "closedBy": null,
         *       "version": 1
         *     }
         */
        RepairItem: {
            readonly id: components["schemas"]["Id"];
            /**
             * Site
             * @description Where; null: the instance itself.
             */
            readonly siteId: string | null;
            /**
             * Kind
             * @description What kind of trouble.
             */
            readonly kind: string;
            /**
             * Subject
             * @description What it is about.
             */
            readonly subject: string;
            /**
             * Owner
             * @description Role that has to look after it.
             */
            readonly ownerRole: string;
            /**
             * Assigned to
             * @description Who of the staff looks after it (id of the user); null: nobody yet.
             */
            readonly assignedTo: string | null;
            /**
             * Severity
             * @description How bad it is.
             * @enum {unknown}
             */
            readonly severity: "info" | "warning" | "critical";
            /**
             * State
             * @description `open`: somebody has to look after it. `closed`: it is settled.
             * @enum {unknown}
             */
            readonly state: "open" | "closed";
            /**
             * Detail
             * @description Facts, by kind.
             */
            readonly detail: components["schemas"]["OpenObject"];
            /**
             * Occurrences
             * @description How often it happened.
             */
            readonly occurrences: number;
            /**
             * Opened
             * @description When it was first seen.
             */
            readonly openedAt: components["schemas"]["Instant"];
            /**
             * Last
             * @description When it was last seen.
             */
            readonly lastAt: components["schemas"]["Instant"];
            /**
             * Closed
             * Format: date-time
             * @description When it was settled; null while it is open.
             */
            readonly closedAt: string | null;
            /**
             * Closed by
             * @description Who settled it.
             */
            readonly closedBy: string | null;
            /**
             * Version
             * @description Counts the changes; its ETag is this number in quotes.
             */
            readonly version: number;
        };
        /**
         * Role assignment
         * @description A role that somebody holds: at one site, or at all; as a tenant, for one tenant.
         * @example {
         *       "id": "5",
         *       "userId": "u_7",
         *       "role": "manager",
         *       "siteId": "1",
         *       "tenantId": null
         *     }
         */
        RoleAssignment: {
            readonly id: components["schemas"]["Id"];
            /**
             * User
             * @description Id of the user.
             */
            userId: string;
            role: components["schemas"]["Role"];
            /**
             * Site
             * @description Where it holds; null: at every site, present and future.
             */
            siteId: string | null;
            /**
             * Tenant
             * @description For role tenant: whose accounts.
             */
            tenantId: string | null;
        };
        /**
         * Role
         * @description What somebody may do at a site.
         * @example manager
         * @enum {unknown}
         */
        Role: "owner" | "manager" | "cashier" | "accountant" | "technician" | "auditor" | "tenant" | "integrator";
        /**
         * Cancellation
         * @description Which search to end.
         * @example {
         *       "searchId": "s-1"
         *     }
         */
        SearchCancellation: {
            /**
             * Search
             * @description The name that it was given.
             */
            searchId: string;
        };
        /**
         * Search
         * @description How far to look.
         * @example {
         *       "timeoutMs": 5000,
         *       "limit": 200,
         *       "searchId": "s-1"
         *     }
         */
        SearchLimits: {
            /**
             * Time
             * @description It ends by then with what was found so far, in milliseconds.
             * @default 5000
             */
            timeoutMs: number;
            /**
             * Limit
             * @description The most to give of each kind of thing.
             * @default 200
             */
            limit: number;
            /**
             * Search
             * @description A name of the caller's choice, by which it can be cancelled.
             */
            searchId?: string;
        };
        /**
         * Second factor
         * @description What completes signing in.
         * @example {
         *       "challenge": "2fa-91b2c0.c2lnbmF0dXJl",
         *       "code": "204817"
         *     }
         */
        SecondFactorAnswer: {
            /**
             * Challenge
             * @description Stands for the part of signing in that is done.
             */
            challenge: string;
            /**
             * Code
             * @description Six digits of the authenticator, or a recovery code, which works once.
             */
            code: string;
        };
        /**
         * Begin of a second factor
         * @description Who sets a second factor up says their password again.
         * @example {
         *       "password": "correct horse battery"
         *     }
         */
        SecondFactorBegin: {
            /**
             * Password
             * @description The password; left out by whom has none.
             */
            password?: string;
        };
        /**
         * Second factor's code
         * @description Proof of the second factor.
         * @example {
         *       "code": "204817"
         *     }
         */
        SecondFactorCode: {
            /**
             * Code
             * @description Six digits of the authenticator, or a recovery code, which works once.
             */
            code: string;
        };
        /**
         * Second factor to be confirmed
         * @description What an authenticator is given, and the recovery codes; told this once.
         * @example {
         *       "secret": "JBSWY3DPEHPK3PXP",
         *       "uri": "otpauth://totp/Busbar:li.wei%40busbar.example?secret=JBSWY3DPEHPK3PXP&issuer=Busbar",
         *       "recoveryCodes": [
         *         "aB3dE-fG5hJ"
         *       ]
         *     }
         */
        SecondFactorSetup: {
            /**
             * Secret
             * @description In base 32, for an authenticator that reads no picture.
             */
            secret: string;
            /**
             * URI
             * @description The same as an otpauth URI, for a QR code.
             */
            uri: string;
            /**
             * Recovery codes
             * @description Each stands for the authenticator once.
             */
            recoveryCodes: string[];
        };
        /**
         * Second factor wanted
         * @description Signing in needs a second factor yet.
         * @example {
         *       "secondFactor": true,
         *       "challenge": "2fa-91b2c0.c2lnbmF0dXJl",
         *       "expiresAt": "2026-02-07T08:00:00.000Z"
         *     }
         */
        SecondFactorWanted: {
            /**
             * Second factor
             * @description Always true.
             * @constant
             */
            secondFactor: true;
            /**
             * Challenge
             * @description Stands for the part of signing in that is done.
             */
            challenge: string;
            /**
             * Expires
             * @description Until when the second factor is taken.
             */
            expiresAt: components["schemas"]["Instant"];
        };
        /**
         * End of a service agreement
         * @description A contract stops paying for a metering point.
         * @example {
         *       "at": "2026-03-01T00:00:00Z"
         *     }
         */
        ServiceAgreementEnd: {
            /**
             * At
             * @description First instant after.
             */
            at: components["schemas"]["Instant"];
        };
        /**
         * Service agreement
         * @description Which contract pays for a metering point, by which plan, from one instant to another.
         * @example {
         *       "id": "95",
         *       "contractId": "12",
         *       "accountId": "15",
         *       "meteringPointId": "41",
         *       "tariffPlanId": "81",
         *       "fromAt": "2026-01-01T00:00:00.000Z",
         *       "toAt": null,
         *       "version": 1
         *     }
         */
        ServiceAgreement: {
            readonly id: components["schemas"]["Id"];
            /**
             * Contract
             * @description Who pays.
             */
            readonly contractId: components["schemas"]["Id"];
            /**
             * Account
             * @description From which account.
             */
            readonly accountId: components["schemas"]["Id"];
            /**
             * Metering point
             * @description For what.
             */
            readonly meteringPointId: components["schemas"]["Id"];
            /**
             * Tariff plan
             * @description By which prices.
             */
            readonly tariffPlanId: components["schemas"]["Id"];
            /**
             * From
             * @description First instant.
             */
            readonly fromAt: components["schemas"]["Instant"];
            /**
             * To
             * Format: date-time
             * @description First instant after; null while it is open.
             */
            readonly toAt: string | null;
            /**
             * Version
             * @description Counts the changes; its ETag is this number in quotes.
             */
            readonly version: number;
        };
        /**
         * Session
         * @description Who is signed in and what they may do.
         * @example {
         *       "user": {
         *         "id": "u_7",
         *         "email": "li.wei@busbar.example",
         *         "name": "Li Wei",
         *         "language": "zh-CN",
         *         "secondFactor": false,
         *         "disabledAt": null
         *       },
         *       "assignments": [],
         *       "expiresAt": "2026-02-07T08:00:00.000Z",
         *       "hasPassword": true
         *     }
         */
        Session: {
            user: components["schemas"]["User"];
            /**
             * Roles
             * @description Roles that the user holds.
             */
            assignments: components["schemas"]["RoleAssignment"][];
            /**
             * Expires
             * Format: date-time
             * @description When the session ends; null for an API key without an end.
             */
            expiresAt: string | null;
            /**
             * Has a password
             * @description Whether they can sign in by a password; otherwise by codes alone.
             */
            hasPassword: boolean;
        };
        /**
         * Set-up progress
         * @description How far an instance is set up, so that a guide can be left and resumed at any time.
         * @example {
         *       "steps": [
         *         {
         *           "step": "site",
         *           "count": 1,
         *           "done": true
         *         },
         *         {
         *           "step": "connection",
         *           "count": 1,
         *           "done": true
         *         },
         *         {
         *           "step": "meter",
         *           "count": 0,
         *           "done": false
         *         },
         *         {
         *           "step": "tariff",
         *           "count": 0,
         *           "done": false
         *         },
         *         {
         *           "step": "tenant",
         *           "count": 0,
         *           "done": false
         *         },
         *         {
         *           "step": "account",
         *           "count": 0,
         *           "done": false
         *         },
         *         {
         *           "step": "topUp",
         *           "count": 0,
         *           "done": false
         *         }
         *       ],
         *       "next": "meter"
         *     }
         */
        SetupProgress: {
            /**
             * Steps
             * @description In the order in which they are best done.
             */
            steps: {
                /**
                 * Step
                 * @description What there must be; `tariff` is a version of a tariff, `topUp` an order that was paid and credited.
                 * @enum {unknown}
                 */
                step: "site" | "connection" | "meter" | "tariff" | "tenant" | "account" | "topUp";
                /**
                 * Count
                 * @description How many there are.
                 * @example 1
                 */
                count: number;
                /**
                 * Done
                 * @description Whether there is one at least.
                 */
                done: boolean;
            }[];
            /**
             * Next
             * @description The first step that is not done; null: all are.
             * @enum {unknown}
             */
            next: "site" | "connection" | "meter" | "tariff" | "tenant" | "account" | "topUp" | null;
        };
        /**
         * Sign-in by code
         * @description Who wants in, with the code of an e-mail.
         * @example {
         *       "email": "li.wei@busbar.example",
         *       "code": "493817"
         *     }
         */
        SignInByCode: {
            email: components["schemas"]["Email"];
            /**
             * Code
             * @description Six digits, from the e-mail.
             */
            code: string;
        };
        /**
         * Request of a sign-in code
         * @description Who wants a code by e-mail.
         * @example {
         *       "email": "li.wei@busbar.example",
         *       "language": "zh-CN"
         *     }
         */
        SignInCodeRequest: {
            email: components["schemas"]["Email"];
            /**
             * Language
             * @description Language of the e-mail; left out: the person's own.
             */
            language?: components["schemas"]["Language"];
        };
        /**
         * Sign-in
         * @description Who wants in.
         * @example {
         *       "email": "li.wei@busbar.example",
         *       "password": "correct horse battery"
         *     }
         */
        SignIn: {
            email: components["schemas"]["Email"];
            /**
             * Password
             * @description The password.
             */
            password: string;
        };
        /**
         * Site calendar
         * @description Special days of a site, in its own zone.
         * @example {
         *       "holidays": [
         *         "2026-10-01"
         *       ],
         *       "workedWeekendDays": [
         *         "2026-10-10"
         *       ],
         *       "weatherBans": [
         *         {
         *           "fromAt": "2026-07-20T00:00:00.000Z",
         *           "toAt": "2026-07-23T00:00:00.000Z",
         *           "reason": "Heat warning"
         *         }
         *       ],
         *       "quietHours": {
         *         "from": "22:00",
         *         "to": "08:00"
         *       }
         *     }
         */
        SiteCalendar: {
            /**
             * Holidays
             * @description Days that count as holidays.
             */
            holidays: string[];
            /**
             * Worked weekend days
             * @description Days on a weekend that are worked.
             */
            workedWeekendDays: string[];
            /**
             * Weather bans
             * @description Spans in which forecast heat or frost forbids cuts.
             */
            weatherBans: {
                /**
                 * From
                 * @description First instant of the ban.
                 */
                fromAt: components["schemas"]["Instant"];
                /**
                 * To
                 * @description First instant after the ban.
                 */
                toAt: components["schemas"]["Instant"];
                /**
                 * Reason
                 * @description Why, in a sentence.
                 */
                reason: string;
            }[];
            /**
             * Quiet hours
             * @description Local time of day in which notices that can wait do so; null or left out: none. Coming cuts, cuts, restorations and receipts never wait.
             */
            quietHours?: {
                /**
                 * From
                 * @description First minute that is quiet, such as 22:00.
                 */
                from: string;
                /**
                 * To
                 * @description First minute that is not; before `from` it lies on the next day.
                 */
                to: string;
            } | null;
        };
        /**
         * Site overview
         * @description How a site stands now, in one answer.
         * @example {
         *       "siteId": "1",
         *       "timeZone": "Asia/Shanghai",
         *       "currency": "CNY",
         *       "at": "2026-01-31T08:00:00.000Z",
         *       "load": [
         *         {
         *           "utility": "electricity",
         *           "unit": "kW",
         *           "load": "41.2",
         *           "points": 12,
         *           "stalePoints": 1,
         *           "oldestAt": "2026-01-31T07:45:00.000Z",
         *           "newestAt": "2026-01-31T08:00:00.000Z"
         *         }
         *       ],
         *       "today": {
         *         "fromAt": "2026-01-30T16:00:00.000Z",
         *         "toAt": "2026-01-31T08:00:00.000Z",
         *         "use": {
         *           "utilities": [
         *             {
         *               "utility": "electricity",
         *               "unit": "kWh",
         *               "quantity": "12.5",
         *               "unrated": "0"
         *             }
         *           ],
         *           "amounts": [
         *             {
         *               "currency": "CNY",
         *               "amount": "13.25",
         *               "energy": "12.5",
         *               "surcharge": "0.75"
         *             }
         *           ],
         *           "bands": [
         *             {
         *               "utility": "electricity",
         *               "unit": "kWh",
         *               "currency": "CNY",
         *               "band": "peak",
         *               "quantity": "12.5",
         *               "amount": "13.25"
         *             }
         *           ],
         *           "estimated": false
         *         }
         *       },
         *       "yesterday": {
         *         "fromAt": "2026-01-30T16:00:00.000Z",
         *         "toAt": "2026-01-31T08:00:00.000Z",
         *         "use": {
         *           "utilities": [
         *             {
         *               "utility": "electricity",
         *               "unit": "kWh",
         *               "quantity": "12.5",
         *               "unrated": "0"
         *             }
         *           ],
         *           "amounts": [
         *             {
         *               "currency": "CNY",
         *               "amount": "13.25",
         *               "energy": "12.5",
         *               "surcharge": "0.75"
         *             }
         *           ],
         *           "bands": [
         *             {
         *               "utility": "electricity",
         *               "unit": "kWh",
         *               "currency": "CNY",
         *               "band": "peak",
         *               "quantity": "12.5",
         *               "amount": "13.25"
         *             }
         *           ],
         *           "estimated": false
         *         }
         *       },
         *       "topUps": [
         *         {
         *           "currency": "CNY",
         *           "count": 2,
         *           "amount": "200"
         *         }
         *       ],
         *       "balances": [
         *         {
         *           "currency": "CNY",
         *           "prepaid": "1200",
         *           "debt": "12.5",
         *           "receivable": "20"
         *         }
         *       ],
         *       "accounts": {
         *         "total": 12,
         *         "inCredit": 9,
         *         "low": 2,
         *         "inDebt": 1
         *       },
         *       "supply": {
         *         "total": 12,
         *         "desired": {
         *           "on": 11,
         *           "off": 1
         *         },
         *         "verified": {
         *           "on": 11,
         *           "off": 1,
         *           "unknown": 0
         *         },
         *         "alarmed": 0
         *       },
         *       "silent": {
         *         "intervals": 3,
         *         "count": 1,
         *         "meters": [
         *           {
         *             "meterId": "31",
         *             "serial": "20231187",
         *             "meteringPointId": "41",
         *             "name": "Unit 3-05, electricity",
         *             "lastAt": null
         *           }
         *         ]
         *       },
         *       "repairs": {
         *         "info": 0,
         *         "warning": 1,
         *         "critical": 0
         *       },
         *       "notices": {
         *         "open": 0,
         *         "delivered": 3,
         *         "undeliverable": 0
         *       },
         *       "holds": []
         *     }
         */
        SiteOverview: {
            /**
             * Site
             * @description The site.
             */
            siteId: components["schemas"]["Id"];
            /**
             * Time zone
             * @description IANA zone of the site.
             * @example Asia/Shanghai
             */
            timeZone: string;
            currency: components["schemas"]["Currency"];
            /**
             * At
             * @description Now, by the domain clock.
             */
            at: components["schemas"]["Instant"];
            /**
             * Load
             * @description By utility, from the newest usage interval of every metering point.
             */
            load: {
                utility: components["schemas"]["Utility"];
                /**
                 * Unit of the load
                 * @description Billing units an hour: kW is kWh an hour, RT is RTh an hour.
                 * @enum {unknown}
                 */
                unit: "kW" | "m3/h" | "GJ/h" | "RT";
                /**
                 * Load
                 * @description Sum over the points whose newest interval is fresh; as a decimal string.
                 */
                load: components["schemas"]["QuantityMicros"];
                /**
                 * Points
                 * @description How many points it sums.
                 */
                points: number;
                /**
                 * Stale points
                 * @description Points with a meter whose newest interval is too old to count.
                 */
                stalePoints: number;
                /**
                 * Oldest
                 * Format: date-time
                 * @description End of the oldest interval in the sum; null where it is empty.
                 */
                oldestAt: string | null;
                /**
                 * Newest
                 * Format: date-time
                 * @description End of the newest interval in the sum.
                 */
                newestAt: string | null;
            }[];
            /**
             * Today
             * @description The local day so far.
             */
            today: {
                /**
                 * From
                 * @description First instant.
                 */
                fromAt: components["schemas"]["Instant"];
                /**
                 * To
                 * @description First instant after.
                 */
                toAt: components["schemas"]["Instant"];
                /**
                 * Use
                 * @description Use and charges of the stretch.
                 */
                use: components["schemas"]["UsageFigures"];
            };
            /**
             * Yesterday
             * @description The day before to the same time of day.
             */
            yesterday: {
                /**
                 * From
                 * @description First instant.
                 */
                fromAt: components["schemas"]["Instant"];
                /**
                 * To
                 * @description First instant after.
                 */
                toAt: components["schemas"]["Instant"];
                /**
                 * Use
                 * @description Use and charges of the stretch.
                 */
                use: components["schemas"]["UsageFigures"];
            };
            /**
             * Top-ups today
             * @description Credited today, by currency; empty where there were none.
             */
            topUps: {
                currency: components["schemas"]["Currency"];
                /**
                 * Count
                 * @description How many.
                 */
                count: number;
                /**
                 * Amount
                 * @description In sum.
                 */
                amount: components["schemas"]["MoneyMicros"];
            }[];
            /**
             * Balances
             * @description Of all accounts that are not closed, by currency.
             */
            balances: {
                currency: components["schemas"]["Currency"];
                /**
                 * Prepaid
                 * @description Sum of cash above zero.
                 */
                prepaid: components["schemas"]["MoneyMicros"];
                /**
                 * Debt
                 * @description Sum of cash below zero, as a positive figure.
                 */
                debt: components["schemas"]["MoneyMicros"];
                /**
                 * Receivable
                 * @description Owed beside energy, as a positive figure.
                 */
                receivable: components["schemas"]["MoneyMicros"];
            }[];
            /**
             * Accounts
             * @description Those that are not closed, by how their cash stands.
             */
            accounts: {
                /**
                 * Total
                 * @description All of them.
                 */
                total: number;
                /**
                 * In credit
                 * @description At the first warning level or above.
                 */
                inCredit: number;
                /**
                 * Low
                 * @description From zero to below the first warning level.
                 */
                low: number;
                /**
                 * In debt
                 * @description Below zero.
                 */
                inDebt: number;
            };
            /**
             * Supply points
             * @description By wish and by what is verified.
             */
            supply: {
                /**
                 * Total
                 * @description All of them.
                 */
                total: number;
                /**
                 * Wished
                 * @description By wish.
                 */
                desired: {
                    /**
                     * On
                     * @description Wished on.
                     */
                    on: number;
                    /**
                     * Off
                     * @description Wished off.
                     */
                    off: number;
                };
                /**
                 * Verified
                 * @description By what relay and load prove.
                 */
                verified: {
                    /**
                     * On
                     * @description Proved on.
                     */
                    on: number;
                    /**
                     * Off
                     * @description Proved off.
                     */
                    off: number;
                    /**
                     * Unknown
                     * @description Not proved.
                     */
                    unknown: number;
                };
                /**
                 * With alarms
                 * @description Points at which an alarm stands.
                 */
                alarmed: number;
            };
            /**
             * Silent meters
             * @description Installed meters without an accepted reading for longer than the policy's number of reading intervals.
             */
            silent: {
                /**
                 * Intervals
                 * @description How many intervals without a reading make a meter silent, by the site's policy.
                 */
                intervals: number;
                /**
                 * Count
                 * @description All of them.
                 */
                count: number;
                /**
                 * Meters
                 * @description The first fifty, the longest silent first.
                 */
                meters: {
                    /**
                     * Meter
                     * @description Which.
                     */
                    meterId: components["schemas"]["Id"];
                    /**
                     * Serial number
                     * @description On its plate.
                     * @example 20231187
                     */
                    serial: string;
                    /**
                     * Metering point
                     * @description Where it is installed.
                     */
                    meteringPointId: components["schemas"]["Id"];
                    /**
                     * Name
                     * @description Name of the metering point.
                     * @example Unit 3-05, electricity
                     */
                    name: string;
                    /**
                     * Last reading
                     * Format: date-time
                     * @description Null where none was ever accepted.
                     */
                    lastAt: string | null;
                }[];
            };
            /**
             * Open repair items
             * @description Of the site, by severity.
             */
            repairs: {
                /**
                 * Info
                 * @description To know of.
                 */
                info: number;
                /**
                 * Warning
                 * @description To look at.
                 */
                warning: number;
                /**
                 * Critical
                 * @description To look at now.
                 */
                critical: number;
            };
            /**
             * Notices today
             * @description Written today, by state.
             */
            notices: {
                /**
                 * Open
                 * @description On their way.
                 */
                open: number;
                /**
                 * Delivered
                 * @description The required level was reached.
                 */
                delivered: number;
                /**
                 * Undeliverable
                 * @description No channel could.
                 */
                undeliverable: number;
            };
            /**
             * Holds on all cuts
             * @description In force at the site, its own and those of all sites.
             */
            holds: {
                /**
                 * Id
                 * @description The hold.
                 */
                id: components["schemas"]["Id"];
                /**
                 * Site
                 * @description Null: all sites.
                 */
                siteId: string | null;
                /**
                 * Set by
                 * @description User id.
                 */
                setBy: string;
                /**
                 * Reason
                 * @description Why.
                 */
                reason: string;
                /**
                 * Set at
                 * @description When.
                 */
                setAt: components["schemas"]["Instant"];
            }[];
        };
        /**
         * Site
         * @description A building or campus with one time zone and one currency.
         * @example {
         *       "id": "1",
         *       "code": "harbour-plaza",
         *       "name": "Harbour Plaza",
         *       "timeZone": "Asia/Shanghai",
         *       "currency": "CNY",
         *       "language": "zh-CN",
         *       "policyProfileId": "1",
         *       "calendar": {
         *         "holidays": [
         *           "2026-10-01"
         *         ],
         *         "workedWeekendDays": [],
         *         "weatherBans": []
         *       },
         *       "refundApprovalAbove": "200",
         *       "version": 1
         *     }
         */
        Site: {
            readonly id: components["schemas"]["Id"];
            code: components["schemas"]["Code"];
            /**
             * Name
             * @description Name of the site.
             */
            name: string;
            /**
             * Time zone
             * @description IANA time zone; days, months and tariff bands follow it.
             */
            timeZone: string;
            currency: components["schemas"]["Currency"];
            /** @default en */
            language: components["schemas"]["Language"];
            /**
             * Policy profile
             * @description Rules for cutting supply at this site.
             */
            policyProfileId: components["schemas"]["Id"];
            /**
             * @default {
             *       "holidays": [],
             *       "workedWeekendDays": [],
             *       "weatherBans": []
             *     }
             */
            calendar: components["schemas"]["SiteCalendar"];
            /**
             * Refunds to approve
             * @description Refunds above this amount, in the site's currency, need a second person. Null: the instance's limit.
             * @example 200
             */
            refundApprovalAbove: string | null;
            /**
             * Version
             * @description Counts the changes; its ETag is this number in quotes.
             */
            readonly version: number;
            /**
             * Removed
             * Format: date-time
             * @description When it was removed; null while it is in use.
             */
            readonly archivedAt?: string | null;
        };
        /**
         * Space
         * @description A building, floor, unit or common area.
         * @example {
         *       "id": "7",
         *       "siteId": "1",
         *       "parentId": "3",
         *       "kind": "unit",
         *       "code": "A-101",
         *       "name": "Shop 101",
         *       "version": 1
         *     }
         */
        Space: {
            readonly id: components["schemas"]["Id"];
            /**
             * Site
             * @description The site it belongs to.
             */
            siteId: components["schemas"]["Id"];
            /**
             * Parent
             * @description The space that contains it.
             */
            parentId: string | null;
            /**
             * Kind
             * @description What kind of space.
             * @enum {unknown}
             */
            kind: "building" | "floor" | "unit" | "common";
            code: components["schemas"]["Code"];
            /**
             * Name
             * @description Name of the space.
             */
            name: string;
            /**
             * Version
             * @description Counts the changes; its ETag is this number in quotes.
             */
            readonly version: number;
            /**
             * Removed
             * Format: date-time
             * @description When it was removed; null while it is in use.
             */
            readonly archivedAt?: string | null;
        };
        /**
         * State of spaces
         * @description Every space of a site with who is there, their credit, supply and load.
         * @example {
         *       "siteId": "1",
         *       "at": "2026-01-31T08:00:00.000Z",
         *       "items": [
         *         {
         *           "spaceId": "11",
         *           "parentId": null,
         *           "kind": "unit",
         *           "code": "3-05",
         *           "name": "Unit 3-05",
         *           "occupants": [
         *             {
         *               "contractId": "45",
         *               "tenantId": "44",
         *               "tenantName": "Sunrise Tea",
         *               "accountId": "51",
         *               "accountCode": "A-305",
         *               "currency": "CNY",
         *               "balance": "120",
         *               "available": "170",
         *               "level": "in-credit"
         *             }
         *           ],
         *           "points": [
         *             {
         *               "meteringPointId": "41",
         *               "name": "Unit 3-05, electricity",
         *               "utility": "electricity",
         *               "unit": "kW",
         *               "load": "3.2",
         *               "loadAt": "2026-01-31T08:00:00.000Z",
         *               "supply": {
         *                 "supplyPointId": "61",
         *                 "desired": "on",
         *                 "verified": "on",
         *                 "state": "on"
         *               }
         *             }
         *           ]
         *         }
         *       ]
         *     }
         */
        SpacesState: {
            /**
             * Site
             * @description The site.
             */
            siteId: components["schemas"]["Id"];
            /**
             * At
             * @description Now, by the domain clock.
             */
            at: components["schemas"]["Instant"];
            /**
             * Spaces
             * @description By code.
             */
            items: {
                /**
                 * Space
                 * @description Which.
                 */
                spaceId: components["schemas"]["Id"];
                /**
                 * Parent
                 * @description The space that it is a part of; null at the top.
                 */
                parentId: string | null;
                /**
                 * Kind
                 * @description What it is.
                 * @enum {unknown}
                 */
                kind: "building" | "floor" | "unit" | "common";
                /**
                 * Code
                 * @description Code of the space.
                 * @example 3-05
                 */
                code: string;
                /**
                 * Name
                 * @description Name of the space.
                 * @example Unit 3-05
                 */
                name: string;
                /**
                 * Occupants
                 * @description Contracts in force now that are bound to the space.
                 */
                occupants: {
                    /**
                     * Contract
                     * @description Which.
                     */
                    contractId: components["schemas"]["Id"];
                    /**
                     * Tenant
                     * @description Whose.
                     */
                    tenantId: components["schemas"]["Id"];
                    /**
                     * Tenant's name
                     * @description What they are called.
                     * @example Sunrise Tea
                     */
                    tenantName: string;
                    /**
                     * Account
                     * @description Null where the contract has none.
                     */
                    accountId: string | null;
                    /**
                     * Account code
                     * @description Null where there is no account.
                     */
                    accountCode: string | null;
                    /**
                     * Currency
                     * @description ISO 4217; null where there is no account.
                     */
                    currency: string | null;
                    /**
                     * Balance
                     * @description Cash; null where there is no account.
                     */
                    balance: string | null;
                    /**
                     * Available
                     * @description Cash, overdraft and emergency credit; null where there is no account.
                     */
                    available: string | null;
                    /**
                     * Level
                     * @description How the cash stands; null where there is no account.
                     * @enum {unknown}
                     */
                    level: "in-credit" | "low" | "very-low" | "in-debt" | null;
                }[];
                /**
                 * Metering points
                 * @description In the space.
                 */
                points: {
                    /**
                     * Metering point
                     * @description Which.
                     */
                    meteringPointId: components["schemas"]["Id"];
                    /**
                     * Name
                     * @description Name of the metering point.
                     * @example Unit 3-05, electricity
                     */
                    name: string;
                    utility: components["schemas"]["Utility"];
                    /**
                     * Unit of the load
                     * @description Billing units an hour: kW is kWh an hour, RT is RTh an hour.
                     * @enum {unknown}
                     */
                    unit: "kW" | "m3/h" | "GJ/h" | "RT";
                    /**
                     * Load
                     * @description On average over the newest interval, as a decimal string; null where that is too old, or there is none.
                     */
                    load: string | null;
                    /**
                     * Load at
                     * Format: date-time
                     * @description End of that interval; told also where it is too old.
                     */
                    loadAt: string | null;
                    /**
                     * Supply
                     * @description Null where no relay can take it away.
                     */
                    supply: {
                        /**
                         * Supply point
                         * @description Which.
                         */
                        supplyPointId: components["schemas"]["Id"];
                        /**
                         * Wish
                         * @description What the decision in force wishes.
                         * @enum {unknown}
                         */
                        desired: "on" | "off";
                        /**
                         * Verified
                         * @description What relay and load together prove.
                         * @enum {unknown}
                         */
                        verified: "on" | "off" | "unknown";
                        /**
                         * State
                         * @description Where the loop that reconciles wish and relay has come to.
                         * @enum {unknown}
                         */
                        state: "on" | "off" | "cutting" | "restoring" | "unknown" | "drawing" | "contrary" | "unreachable";
                    } | null;
                }[];
            }[];
        };
        /**
         * Spending limit
         * @description What a tenant means to spend on metered use, surcharges included, in a day or a month of the site's calendar. At 80 % and at 100 % of it the tenant is told, once a period; supply is never cut by it.
         * @example {
         *       "id": "4",
         *       "accountId": "15",
         *       "period": "month",
         *       "amount": "800",
         *       "enabled": true,
         *       "sinceAt": "2026-03-01T02:00:00.000Z",
         *       "setBy": "p7Lm2",
         *       "version": 1
         *     }
         */
        SpendingLimit: {
            /**
             * Id
             * @description Identifies the limit.
             */
            readonly id: components["schemas"]["Id"];
            /**
             * Account
             * @description The account it is for.
             */
            accountId: components["schemas"]["Id"];
            /**
             * Period
             * @description `day`: from midnight to midnight, `month`: the calendar month, both on the site's clocks.
             * @enum {unknown}
             */
            period: "day" | "month";
            /**
             * Amount
             * @description The limit, above zero, in the account's currency.
             */
            amount: components["schemas"]["MoneyMicros"];
            /**
             * Enabled
             * @description Whether anybody is told.
             * @default true
             */
            enabled: boolean;
            /**
             * Since
             * @description When it was last changed; periods that were over by then are not told of.
             */
            readonly sinceAt: components["schemas"]["Instant"];
            /**
             * Set by
             * @description Who set it last (id of the user).
             * @example p7Lm2
             */
            readonly setBy: string;
            /**
             * Version
             * @description Counts the changes; its ETag is this number in quotes.
             * @example 1
             */
            readonly version: number;
        };
        /**
         * Supply command
         * @description What was handed to a driver, and what came back. No answer is unknown, never done.
         * @example {
         *       "id": "300",
         *       "supplyPointId": "5",
         *       "intentId": "41",
         *       "action": "cut",
         *       "sentAt": "2026-03-10T04:00:00.000Z",
         *       "expiresAt": "2026-03-10T04:01:00.000Z",
         *       "answeredAt": "2026-03-10T04:00:00.000Z",
         *       "outcome": "confirmed",
         *       "detail": null,
         *       "readBack": "off",
         *       "verifiedAt": "2026-03-10T04:00:00.000Z",
         *       "evidence": "relay-and-load"
         *     }
         */
        SupplyCommand: {
            /**
             * Id
             * @description Identifies the command.
             */
            readonly id: components["schemas"]["Id"];
            /**
             * Supply point
             * @description The point it switches.
             */
            readonly supplyPointId: components["schemas"]["Id"];
            /**
             * Intent
             * @description What the Supply Guard signed for it.
             */
            readonly intentId: components["schemas"]["Id"];
            /**
             * Action
             * @description What it does.
             * @example cut
             * @enum {unknown}
             */
            readonly action: "cut" | "restore";
            /**
             * Sent
             * @description When it was sent, by the wall clock.
             */
            readonly sentAt: components["schemas"]["Instant"];
            /**
             * Expires
             * @description When it stops working, by the wall clock.
             */
            readonly expiresAt: components["schemas"]["Instant"];
            /**
             * Answered
             * Format: date-time
             * @description When the driver answered; null: not so far.
             * @example 2026-03-10T04:00:00.000Z
             */
            readonly answeredAt: string | null;
            /**
             * Outcome
             * @description What the driver answered; null: nothing so far.
             * @example confirmed
             * @enum {unknown}
             */
            readonly outcome: "confirmed" | "refused" | "offline" | "unknown" | null;
            /**
             * Detail
             * @description What the driver said about it.
             * @example relay ON
             */
            readonly detail: string | null;
            /**
             * Read back
             * @description What the relay said right after.
             * @example on
             */
            readonly readBack: string | null;
            /**
             * Verified
             * Format: date-time
             * @description When relay and load proved it; null: not so far.
             * @example 2026-03-10T04:00:00.000Z
             */
            readonly verifiedAt: string | null;
            /**
             * Evidence
             * @description What the verification rests on.
             * @example relay
             * @enum {unknown}
             */
            readonly evidence: "relay" | "relay-and-load" | null;
        };
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
            readonly id: components["schemas"]["Id"];
            /**
             * Supply point
             * @description The point it is about.
             */
            readonly supplyPointId: components["schemas"]["Id"];
            /**
             * Account
             * @description The account that pays; null where nobody does.
             * @example 12
             */
            readonly accountId: string | null;
            /**
             * At
             * @description When it was decided.
             */
            readonly at: components["schemas"]["Instant"];
            /**
             * Wish
             * @description What it wishes.
             * @example on
             * @enum {unknown}
             */
            readonly desired: "on" | "off";
            /**
             * Rule
             * @description The highest authority that had a say.
             * @example life-safety
             * @enum {unknown}
             */
            readonly rule: "life-safety" | "lock-out" | "protection" | "manual-order" | "credit" | "bms-order" | "no-account";
            /**
             * Blocked by
             * @description Every condition of a cut by debt that fails.
             * @example [
             *       "grace-over"
             *     ]
             */
            readonly blockedBy: ("below-limit" | "unprotected" | "no-dispute" | "no-payment-plan" | "notice-delivered" | "grace-over" | "outside-friendly-hours" | "no-weekend" | "no-holiday" | "no-weather-ban" | "reading-fresh" | "meter-online" | "no-unknown-payment" | "commands-expire" | "no-hold" | "approved")[];
            /**
             * Balance version
             * @description Version of the energy balance that it was made on; null where nobody pays.
             * @example 12
             */
            readonly balanceVersion: string | null;
            /**
             * Steps
             * @description All that was asked, the highest authority first, then each condition.
             */
            readonly steps: {
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
         * Supply lock-out
         * @description Maintenance: the point stays off until whoever set it, or two people, release it.
         * @example {
         *       "id": "2",
         *       "supplyPointId": "5",
         *       "setBy": "k3Vq8",
         *       "reason": "Work on the switchboard",
         *       "setAt": "2026-03-10T04:00:00.000Z",
         *       "firstReleaseBy": null,
         *       "secondReleaseBy": null,
         *       "releasedAt": null
         *     }
         */
        SupplyLockOut: {
            /**
             * Id
             * @description Identifies the lock-out.
             */
            readonly id: components["schemas"]["Id"];
            /**
             * Supply point
             * @description The point it is about.
             */
            readonly supplyPointId: components["schemas"]["Id"];
            /**
             * Set by
             * @description Who set it (id of the user).
             * @example k3Vq8
             */
            readonly setBy: string;
            /**
             * Reason
             * @description Why, in a sentence.
             * @example Work on the switchboard
             */
            readonly reason: string;
            /**
             * Set
             * @description When it was set.
             */
            readonly setAt: components["schemas"]["Instant"];
            /**
             * First release by
             * @description Who released it, or the first of two people; null: nobody yet.
             * @example k3Vq8
             */
            readonly firstReleaseBy: string | null;
            /**
             * Second release by
             * @description The second of two people; null where nobody, or where whoever set it released it.
             * @example k3Vq8
             */
            readonly secondReleaseBy: string | null;
            /**
             * Released
             * Format: date-time
             * @description When it was released; null while it stands.
             * @example 2026-03-10T04:00:00.000Z
             */
            readonly releasedAt: string | null;
        };
        /**
         * Supply order
         * @description A wish of a person, a building management system or an automation. A person outranks credit; the others have a say only where nobody pays.
         * @example {
         *       "id": "8",
         *       "supplyPointId": "5",
         *       "authority": "manual",
         *       "wish": "off",
         *       "orderedBy": "k3Vq8",
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
            readonly supplyPointId: components["schemas"]["Id"];
            /**
             * Authority
             * @description Whose order it is.
             * @example manual
             * @enum {unknown}
             */
            readonly authority: "manual" | "bms" | "automation";
            /**
             * Wish
             * @description Supplied or not.
             * @example on
             * @enum {unknown}
             */
            readonly wish: "on" | "off";
            /**
             * Ordered by
             * @description Who gave it (id of the user).
             * @example k3Vq8
             */
            readonly orderedBy: string;
            /**
             * Reason
             * @description Why, in a sentence.
             * @example Water damage in the unit
             */
            readonly reason: string;
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
            readonly untilAt: string | null;
            /**
             * Ended
             * Format: date-time
             * @description When it was ended; null while it stands.
             * @example 2026-03-10T04:00:00.000Z
             */
            readonly endedAt: string | null;
            /**
             * Ended by
             * @description Who ended it (id of the user).
             * @example k3Vq8
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
         *       "name": "Unit 3-05, electricity",
         *       "lifeSafety": false,
         *       "desired": "on",
         *       "desiredSince": "2026-03-10T04:00:00.000Z",
         *       "reported": "on",
         *       "reportedAt": "2026-03-10T04:00:00.000Z",
         *       "verified": "on",
         *       "evidence": "relay",
         *       "state": "on",
         *       "stateSince": "2026-03-10T04:00:00.000Z",
         *       "alarms": [],
         *       "lockOut": null,
         *       "protections": [],
         *       "decision": null,
         *       "version": 1
         *     }
         */
        SupplyPoint: {
            /**
             * Id
             * @description Identifies the supply point.
             */
            readonly id: components["schemas"]["Id"];
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
             * @default 0
             * @example 5
             */
            loadIdle: string;
            /**
             * Name
             * @description Name of its metering point.
             * @example Unit 3-05, electricity
             */
            readonly name: string;
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
             * Wished since
             * @description When the wish last changed.
             */
            readonly desiredSince: components["schemas"]["Instant"];
            /**
             * Reported
             * @description What the relay last said; null where it never did.
             * @example on
             * @enum {unknown}
             */
            readonly reported: "on" | "off" | null;
            /**
             * Reported at
             * Format: date-time
             * @description When the relay last said so.
             * @example 2026-03-10T04:00:00.000Z
             */
            readonly reportedAt: string | null;
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
             * Lock-out
             * @description The maintenance lock-out that stands; null: none.
             * @example {
             *       "id": "2",
             *       "setBy": "k3Vq8",
             *       "reason": "Work on the switchboard",
             *       "setAt": "2026-03-10T04:00:00.000Z"
             *     }
             */
            readonly lockOut: {
                /**
                 * Id
                 * @description Identifies the lock-out.
                 */
                id: components["schemas"]["Id"];
                /**
                 * Set by
                 * @description Who set it (id of the user).
                 * @example k3Vq8
                 */
                setBy: string;
                /**
                 * Reason
                 * @description Why.
                 * @example Work on the switchboard
                 */
                reason: string;
                /**
                 * Set
                 * @description When it was set.
                 */
                setAt: components["schemas"]["Instant"];
            } | null;
            /**
             * Protections
             * @description Protections that have not been ended, of the point or of its whole site.
             * @example []
             */
            readonly protections: {
                /**
                 * Id
                 * @description Identifies the protection.
                 */
                id: components["schemas"]["Id"];
                /**
                 * Site-wide
                 * @description Whether it is the whole site's.
                 * @example false
                 */
                siteWide: boolean;
                /**
                 * Kind
                 * @description Why it is protected: a medical need, certain dates, certain hours, or something else.
                 * @example medical
                 * @enum {unknown}
                 */
                kind: "medical" | "date" | "hours" | "other";
                /**
                 * From
                 * @description When it begins.
                 */
                fromAt: components["schemas"]["Instant"];
                /**
                 * To
                 * Format: date-time
                 * @description First instant after; null: until it is ended.
                 * @example 2026-03-10T04:00:00.000Z
                 */
                toAt: string | null;
                /**
                 * From minute
                 * @description Minute of the local day when it begins each day; null: all day.
                 * @example 480
                 */
                fromMinute: number | null;
                /**
                 * To minute
                 * @description Minute of the local day when it ends each day; at or before the first it spans midnight.
                 * @example 480
                 */
                toMinute: number | null;
                /**
                 * Reason
                 * @description Why, in a sentence.
                 * @example Dialysis at home
                 */
                reason: string;
            }[];
            /**
             * Decision
             * @description The decision in force, explained; null before the first, and for tenants, who find theirs among the supply decisions.
             * @example null
             */
            readonly decision: {
                at: components["schemas"]["SupplyDecision"]["at"];
                desired: components["schemas"]["SupplyDecision"]["desired"];
                rule: components["schemas"]["SupplyDecision"]["rule"];
                blockedBy: components["schemas"]["SupplyDecision"]["blockedBy"];
                balanceVersion: components["schemas"]["SupplyDecision"]["balanceVersion"];
                steps: components["schemas"]["SupplyDecision"]["steps"];
            } | null;
            /**
             * Version
             * @description Counts the changes; its ETag is this number in quotes.
             * @example 1
             */
            readonly version: number;
        };
        /**
         * Supply protection
         * @description Supply that no order and no debt cuts: of one point, or of a whole site but for its opt-outs.
         * @example {
         *       "id": "6",
         *       "siteId": "1",
         *       "supplyPointId": "5",
         *       "kind": "medical",
         *       "fromAt": "2026-03-10T04:00:00.000Z",
         *       "toAt": null,
         *       "fromMinute": null,
         *       "toMinute": null,
         *       "reason": "Dialysis at home",
         *       "optOuts": [],
         *       "setBy": "k3Vq8",
         *       "endedAt": null,
         *       "endedBy": null
         *     }
         */
        SupplyProtection: {
            /**
             * Id
             * @description Identifies the protection.
             */
            readonly id: components["schemas"]["Id"];
            /**
             * Site
             * @description The site it holds at.
             */
            readonly siteId: components["schemas"]["Id"];
            /**
             * Supply point
             * @description The point it protects; null: all of the site.
             * @example 12
             */
            readonly supplyPointId: string | null;
            /**
             * Kind
             * @description Why it is protected: a medical need, certain dates, certain hours, or something else.
             * @example medical
             * @enum {unknown}
             */
            readonly kind: "medical" | "date" | "hours" | "other";
            /**
             * From
             * @description When it begins.
             */
            readonly fromAt: components["schemas"]["Instant"];
            /**
             * To
             * Format: date-time
             * @description First instant after; null: until it is ended.
             * @example 2026-03-10T04:00:00.000Z
             */
            readonly toAt: string | null;
            /**
             * From minute
             * @description Minute of the local day when it begins each day; null: all day.
             * @example 480
             */
            readonly fromMinute: number | null;
            /**
             * To minute
             * @description Minute of the local day when it ends each day; at or before the first it spans midnight.
             * @example 480
             */
            readonly toMinute: number | null;
            /**
             * Reason
             * @description Why, in a sentence.
             * @example Dialysis at home
             */
            readonly reason: string;
            /**
             * Opt-outs
             * @description Points that a protection of the whole site leaves out.
             * @example []
             */
            readonly optOuts: components["schemas"]["Id"][];
            /**
             * Set by
             * @description Who set it (id of the user).
             * @example k3Vq8
             */
            readonly setBy: string;
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
             * @example k3Vq8
             */
            readonly endedBy: string | null;
        };
        /**
         * Tariff plan
         * @description A plan of prices; its versions say them.
         * @example {
         *       "id": "81",
         *       "siteId": "1",
         *       "code": "TOU-SHOP",
         *       "name": "Shops, time of use",
         *       "utility": "electricity",
         *       "strategy": "time-of-use",
         *       "version": 1
         *     }
         */
        TariffPlan: {
            readonly id: components["schemas"]["Id"];
            /**
             * Site
             * @description The site it belongs to.
             */
            siteId: components["schemas"]["Id"];
            code: components["schemas"]["Code"];
            /**
             * Name
             * @description Name of the plan.
             */
            name: string;
            utility: components["schemas"]["Utility"];
            /**
             * Strategy
             * @description Type of the tariff strategy that prices by it.
             */
            strategy: string;
            /**
             * Version
             * @description Counts the changes; its ETag is this number in quotes.
             */
            readonly version: number;
            /**
             * Removed
             * Format: date-time
             * @description When it was removed; null while it is in use.
             */
            readonly archivedAt?: string | null;
        };
        /**
         * Tariff quote
         * @description What a sample load would cost, by the very evaluation that charges use. Nothing of it is kept, and ladders count from zero at its start.
         * @example {
         *       "fromAt": "2026-01-31T08:00:00.000Z",
         *       "toAt": "2026-01-31T09:00:00.000Z",
         *       "timeZone": "Asia/Shanghai",
         *       "currency": "CNY",
         *       "quantity": "12.5",
         *       "lines": [
         *         {
         *           "kind": "usage",
         *           "component": "energy",
         *           "title": {
         *             "en": "Use"
         *           },
         *           "category": "energy",
         *           "band": "peak",
         *           "bandTitle": {
         *             "en": "Peak"
         *           },
         *           "step": null,
         *           "quantity": "12.5",
         *           "price": "1.025",
         *           "product": "12.8125",
         *           "amount": "12.8125",
         *           "rounding": "0",
         *           "why": {
         *             "en": "The price depends on the time of use."
         *           },
         *           "formula": "12.5 × 1.025 = 12.8125"
         *         }
         *       ],
         *       "bands": [
         *         {
         *           "band": "peak",
         *           "title": {
         *             "en": "Peak"
         *           },
         *           "quantity": "12.5",
         *           "amount": "12.8125"
         *         }
         *       ],
         *       "totals": {
         *         "energy": "12.8125",
         *         "surcharge": "0",
         *         "amount": "12.8125",
         *         "averagePrice": "1.025"
         *       },
         *       "hours": [
         *         {
         *           "fromAt": "2026-01-31T08:00:00.000Z",
         *           "quantity": "12.5",
         *           "amount": "12.8125"
         *         }
         *       ]
         *     }
         */
        TariffQuote: {
            /**
             * From
             * @description First instant of the load.
             */
            fromAt: components["schemas"]["Instant"];
            /**
             * To
             * @description First instant after.
             */
            toAt: components["schemas"]["Instant"];
            /**
             * Time zone
             * @description IANA zone of the site.
             * @example Asia/Shanghai
             */
            timeZone: string;
            currency: components["schemas"]["Currency"];
            /**
             * Quantity
             * @description Of the whole load.
             */
            quantity: components["schemas"]["QuantityMicros"];
            /**
             * Lines
             * @description One a component, band and price.
             */
            lines: {
                /**
                 * Kind
                 * @description A price of a unit, or a share of other charges.
                 * @enum {unknown}
                 */
                kind: "usage" | "percentage";
                /**
                 * Component
                 * @description Id of the component.
                 * @example energy
                 */
                component: string;
                /**
                 * Title
                 * @description What it is called.
                 */
                title: components["schemas"]["LocalizedText"];
                /**
                 * Category
                 * @description Energy alone can lead to a cut.
                 * @enum {unknown}
                 */
                category: "energy" | "surcharge";
                /**
                 * Band
                 * @description Id of the band.
                 * @example peak
                 */
                band: string;
                /**
                 * Band's title
                 * @description What it is called.
                 */
                bandTitle: components["schemas"]["LocalizedText"];
                /**
                 * Step
                 * @description Step of the ladder; null where there is but one price.
                 */
                step: {
                    /**
                     * Number
                     * @description Which, from 1.
                     */
                    number: number;
                    /**
                     * Of
                     * @description How many steps the ladder has.
                     */
                    of: number;
                    /**
                     * Above
                     * @description Where it begins: use of the ladder's period.
                     */
                    above: components["schemas"]["QuantityMicros"];
                    /**
                     * Up to
                     * @description Where it ends; null: no end.
                     */
                    upTo: string | null;
                } | null;
                /**
                 * Quantity
                 * @description Priced; of a percentage, the base amount.
                 */
                quantity: components["schemas"]["QuantityMicros"];
                /**
                 * Price
                 * @description Of one unit; of a percentage, its factor.
                 */
                price: components["schemas"]["MoneyMicros"];
                /**
                 * Product
                 * @description Quantity times price, exactly.
                 * @example 12.8125
                 */
                product: string;
                /**
                 * Amount
                 * @description What it comes to: each hour's part is rounded so that parts sum to the whole.
                 */
                amount: components["schemas"]["MoneyMicros"];
                /**
                 * Rounding
                 * @description Amount less product, exactly.
                 * @example 0
                 */
                rounding: string;
                /**
                 * Why
                 * @description Why this price.
                 */
                why: components["schemas"]["LocalizedText"];
                /**
                 * Formula
                 * @description To be checked with a pocket calculator.
                 * @example 12.5 × 1.025 = 12.8125
                 */
                formula: string;
            }[];
            /**
             * Bands
             * @description What each band comes to.
             */
            bands: {
                /**
                 * Band
                 * @description Id of the band.
                 * @example peak
                 */
                band: string;
                /**
                 * Title
                 * @description What it is called.
                 */
                title: components["schemas"]["LocalizedText"];
                /**
                 * Quantity
                 * @description Used in the band.
                 */
                quantity: components["schemas"]["QuantityMicros"];
                /**
                 * Amount
                 * @description All components together.
                 */
                amount: components["schemas"]["MoneyMicros"];
            }[];
            /**
             * Totals
             * @description Sums of the lines.
             */
            totals: {
                /**
                 * Energy
                 * @description The part that can lead to a cut.
                 */
                energy: components["schemas"]["MoneyMicros"];
                /**
                 * Surcharge
                 * @description The part that never does.
                 */
                surcharge: components["schemas"]["MoneyMicros"];
                /**
                 * Amount
                 * @description Both.
                 */
                amount: components["schemas"]["MoneyMicros"];
                /**
                 * Average price
                 * @description Of one unit, rounded; null where nothing is used.
                 */
                averagePrice: string | null;
            };
            /**
             * Hours
             * @description The load and its price, hour by hour.
             */
            hours: {
                /**
                 * From
                 * @description First instant.
                 */
                fromAt: components["schemas"]["Instant"];
                /**
                 * Quantity
                 * @description Used in it.
                 */
                quantity: components["schemas"]["QuantityMicros"];
                /**
                 * Amount
                 * @description All components together.
                 */
                amount: components["schemas"]["MoneyMicros"];
            }[];
        };
        /**
         * Tariff version
         * @description The terms of a plan from an instant on; never edited.
         * @example {
         *       "id": "91",
         *       "tariffPlanId": "81",
         *       "effectiveAt": "2026-01-01T00:00:00.000Z",
         *       "terms": {
         *         "price": "0.85"
         *       },
         *       "createdAt": "2025-12-20T09:00:00.000Z"
         *     }
         */
        TariffVersion: {
            readonly id: components["schemas"]["Id"];
            /**
             * Tariff plan
             * @description The plan.
             */
            readonly tariffPlanId: components["schemas"]["Id"];
            /**
             * Effective
             * @description First instant that it prices.
             */
            readonly effectiveAt: components["schemas"]["Instant"];
            /**
             * Terms
             * @description Prices, as the strategy's terms schema says.
             */
            readonly terms: components["schemas"]["OpenObject"];
            /**
             * Created
             * @description When it was made.
             */
            readonly createdAt: components["schemas"]["Instant"];
        };
        /**
         * A week of a tariff
         * @description Which band is in force when, and what it costs, in one local week.
         * @example {
         *       "tariffVersionId": "91",
         *       "timeZone": "Asia/Shanghai",
         *       "currency": "CNY",
         *       "fromAt": "2026-01-25T16:00:00.000Z",
         *       "toAt": "2026-02-01T16:00:00.000Z",
         *       "pricedFromAt": "2026-01-25T16:00:00.000Z",
         *       "pricedToAt": "2026-02-01T16:00:00.000Z",
         *       "segments": [
         *         {
         *           "fromAt": "2026-01-26T00:00:00.000Z",
         *           "toAt": "2026-01-26T03:00:00.000Z",
         *           "day": "2026-01-26",
         *           "fromTime": "08:00",
         *           "toTime": "11:00",
         *           "band": "peak"
         *         }
         *       ],
         *       "bands": [
         *         {
         *           "id": "peak",
         *           "title": {
         *             "en": "Peak"
         *           },
         *           "price": "1.025",
         *           "components": [
         *             {
         *               "id": "energy",
         *               "kind": "usage",
         *               "title": {
         *                 "en": "Use"
         *               },
         *               "category": "energy",
         *               "factor": null,
         *               "steps": [
         *                 {
         *                   "above": "0",
         *                   "upTo": null,
         *                   "price": "1.025"
         *                 }
         *               ]
         *             }
         *           ]
         *         }
         *       ]
         *     }
         */
        TariffWeek: {
            /**
             * Tariff version
             * @description Which.
             */
            tariffVersionId: components["schemas"]["Id"];
            /**
             * Time zone
             * @description IANA zone of the site.
             * @example Asia/Shanghai
             */
            timeZone: string;
            currency: components["schemas"]["Currency"];
            /**
             * From
             * @description Start of the local Monday.
             */
            fromAt: components["schemas"]["Instant"];
            /**
             * To
             * @description Start of the Monday after.
             */
            toAt: components["schemas"]["Instant"];
            /**
             * Priced from
             * Format: date-time
             * @description Where the version's prices begin in the week; null where it has none in it.
             */
            pricedFromAt: string | null;
            /**
             * Priced to
             * Format: date-time
             * @description Where they end.
             */
            pricedToAt: string | null;
            /**
             * Segments
             * @description Ascending, cut at local midnights; only where the version has prices.
             */
            segments: {
                /**
                 * From
                 * @description First instant.
                 */
                fromAt: components["schemas"]["Instant"];
                /**
                 * To
                 * @description First instant after.
                 */
                toAt: components["schemas"]["Instant"];
                /**
                 * Day
                 * @description The local day.
                 * @example 2026-01-26
                 */
                day: string;
                /**
                 * From the clock
                 * @description Local time.
                 * @example 08:00
                 */
                fromTime: string;
                /**
                 * To the clock
                 * @description Local time; 24:00 at the end of the day.
                 * @example 11:00
                 */
                toTime: string;
                /**
                 * Band
                 * @description Id of the band in force.
                 * @example peak
                 */
                band: string;
            }[];
            /**
             * Bands
             * @description With their prices.
             */
            bands: {
                /**
                 * Id
                 * @description Id of the band.
                 * @example peak
                 */
                id: string;
                /**
                 * Title
                 * @description What it is called.
                 */
                title: components["schemas"]["LocalizedText"];
                /**
                 * Price
                 * @description Of the first unit of a ladder's period, with all surcharges and percentages, rounded.
                 */
                price: components["schemas"]["MoneyMicros"];
                /**
                 * Components
                 * @description What the price is made of, in order.
                 */
                components: {
                    /**
                     * Id
                     * @description Id of the component.
                     * @example energy
                     */
                    id: string;
                    /**
                     * Kind
                     * @description A price of a unit, or a share of other charges.
                     * @enum {unknown}
                     */
                    kind: "usage" | "percentage";
                    /**
                     * Title
                     * @description What it is called.
                     */
                    title: components["schemas"]["LocalizedText"];
                    /**
                     * Category
                     * @description Energy alone can lead to a cut.
                     * @enum {unknown}
                     */
                    category: "energy" | "surcharge";
                    /**
                     * Factor
                     * @description Of a percentage: 0.06 is 6 %; null for prices.
                     */
                    factor: string | null;
                    /**
                     * Steps
                     * @description Of a price, ascending; empty for percentages.
                     */
                    steps: {
                        /**
                         * Above
                         * @description Where it begins: use of the ladder's period.
                         */
                        above: components["schemas"]["QuantityMicros"];
                        /**
                         * Up to
                         * @description Where it ends; null: no end.
                         */
                        upTo: string | null;
                        /**
                         * Price
                         * @description Of one unit.
                         */
                        price: components["schemas"]["MoneyMicros"];
                    }[];
                }[];
            }[];
        };
        /**
         * Template to apply
         * @description A device that is to be made by a template: its meter with registers and points and, where a metering point is given, its installation.
         * @example {
         *       "templateId": "shelly-plus-1pm",
         *       "parameters": {
         *         "device": "shellyplus1pm-1234567890ab"
         *       },
         *       "serial": "DTS-000021",
         *       "meteringPointId": "41",
         *       "signedBy": "Li Wei",
         *       "dryRun": true
         *     }
         */
        TemplateApplication: {
            /**
             * Template
             * @description Which.
             * @example shelly-plus-1pm
             */
            templateId: string;
            /**
             * Parameters
             * @description What the template asks of each device, by name.
             * @example {
             *       "device": "shellyplus1pm-1234567890ab"
             *     }
             */
            parameters: {
                [key: string]: string | number;
            };
            /**
             * Serial number
             * @description As printed on the device.
             * @example DTS-000021
             */
            serial: string;
            /**
             * Found as
             * @description Name of the device as discovery told it.
             * @example shellyplus1pm-1234567890ab
             */
            foundAs?: string;
            /**
             * Medium
             * @description What the meter measures whose pulses are counted; the template's own where it is left out. Only where registers count pulses.
             */
            medium?: components["schemas"]["Utility"];
            /**
             * Metering point
             * @description Where it measures; left out, it is not installed.
             * @example 21
             */
            meteringPointId?: string | null;
            /**
             * At
             * @description First instant of service; now where it is left out, never in the future.
             */
            at?: components["schemas"]["Instant"];
            /**
             * Multiplier
             * @description CT ratio × PT ratio; 1 where it is left out.
             */
            multiplier?: components["schemas"]["QuantityMicros"];
            /**
             * Pulse value
             * @description What one pulse counts, in the utility's billing unit; asked for where registers count pulses.
             */
            pulseValue?: components["schemas"]["QuantityMicros"];
            /**
             * Openings
             * @description What each register shows at that instant; what is left empty counts as 0.
             */
            openings?: {
                /**
                 * Register
                 * @description Its code.
                 * @example total
                 */
                code: string;
                /**
                 * Value
                 * @description What it shows.
                 */
                value: components["schemas"]["QuantityMicros"];
            }[];
            /**
             * Signed by
             * @description Who read the values off the meter.
             * @example Li Wei
             */
            signedBy?: string;
            /**
             * Supply
             * @description Whether its relay switches the supply of the metering point.
             * @default false
             * @example true
             */
            supplied: boolean;
            /**
             * Dry run
             * @description Whether to tell what would be made, and make nothing.
             * @default false
             * @example true
             */
            dryRun: boolean;
        };
        /**
         * Matching templates
         * @description Templates that fit what was found, the best first.
         * @example {
         *       "items": [
         *         {
         *           "templateId": "shelly-plus-1pm",
         *           "title": {
         *             "en": "Shelly Plus 1PM"
         *           },
         *           "parameters": {
         *             "device": "shellyplus1pm-1"
         *           },
         *           "points": 4
         *         }
         *       ],
         *       "boundTo": []
         *     }
         */
        TemplateMatchList: {
            /**
             * Items
             * @description Each with what it would be applied with.
             */
            items: {
                /**
                 * Template
                 * @description Which.
                 * @example shelly-plus-1pm
                 */
                templateId: string;
                /**
                 * Title
                 * @description What to call it.
                 * @example {
                 *       "en": "Energy",
                 *       "zh-CN": "电量"
                 *     }
                 */
                title: {
                    [key: string]: string;
                };
                /**
                 * Parameters
                 * @description What the template asks of each device, by name.
                 * @example {
                 *       "device": "shellyplus1pm-1234567890ab"
                 *     }
                 */
                parameters: {
                    [key: string]: string | number;
                };
                /**
                 * Points
                 * @description How many of its points were found.
                 * @example 4
                 */
                points: number;
            }[];
            /**
             * Bound already
             * @description Meters that some of these points are bound to already.
             * @example [
             *       "21"
             *     ]
             */
            boundTo: string[];
        };
        /**
         * Template search
         * @description Points that were found of a device.
         * @example {
         *       "points": [
         *         {
         *           "role": "register",
         *           "address": {
         *             "format": "shelly-gen2",
         *             "device": "shellyplus1pm-1",
         *             "component": "switch:0",
         *             "pointer": "/aenergy/total"
         *           }
         *         }
         *       ]
         *     }
         */
        TemplateMatchRequest: {
            /**
             * Points
             * @description As discovery told them.
             */
            points: {
                /**
                 * Role
                 * @description What it means.
                 * @example register
                 * @enum {unknown}
                 */
                role: "register" | "relay" | "power" | "current" | "online" | "value";
                /**
                 * Address
                 * @description Where it is.
                 */
                address: components["schemas"]["OpenObject"];
            }[];
        };
        /**
         * Applied template
         * @description What was made by a template, or would be.
         * @example {
         *       "applied": false,
         *       "templateId": "shelly-plus-1pm",
         *       "meterId": null,
         *       "commissioningId": null,
         *       "objects": [
         *         {
         *           "resource": "meters",
         *           "id": null,
         *           "title": "DTS-000021"
         *         }
         *       ]
         *     }
         */
        TemplateOutcome: {
            /**
             * Applied
             * @description Whether it was made.
             * @example true
             */
            applied: boolean;
            /**
             * Template
             * @description By which.
             * @example shelly-plus-1pm
             */
            templateId: string;
            /**
             * Meter
             * @description The meter that was made; null in a dry run.
             * @example 21
             */
            meterId: string | null;
            /**
             * Commissioning
             * @description The record that was begun; null in a dry run, and where nothing is installed.
             * @example 21
             */
            commissioningId: string | null;
            /**
             * Objects
             * @description In the order in which they are made.
             */
            objects: {
                /**
                 * Resource
                 * @description What it is.
                 * @example meters
                 */
                resource: string;
                /**
                 * Id
                 * @description Which; null in a dry run.
                 * @example 21
                 */
                id: string | null;
                /**
                 * Title
                 * @description What it says.
                 * @example Energy
                 */
                title: string;
            }[];
        };
        /**
         * Tenant
         * @description Who rents and pays.
         * @example {
         *       "id": "9",
         *       "siteId": "1",
         *       "code": "T-009",
         *       "name": "Lotus Tea House",
         *       "language": "zh-CN",
         *       "email": "tea@lotus.example",
         *       "trade": "restaurant",
         *       "version": 1
         *     }
         */
        Tenant: {
            readonly id: components["schemas"]["Id"];
            /**
             * Site
             * @description The site it belongs to.
             */
            siteId: components["schemas"]["Id"];
            code: components["schemas"]["Code"];
            /**
             * Name
             * @description Name of the person or firm.
             */
            name: string;
            /** @default en */
            language: components["schemas"]["Language"];
            /**
             * E-mail
             * Format: email
             * @description Where notices go.
             */
            email: string | null;
            /**
             * Trade
             * @description Line of business.
             */
            trade: string | null;
            /**
             * Version
             * @description Counts the changes; its ETag is this number in quotes.
             */
            readonly version: number;
            /**
             * Removed
             * Format: date-time
             * @description When it was removed; null while it is in use.
             */
            readonly archivedAt?: string | null;
        };
        /**
         * Trace entry
         * @description One thing that went over the wire of a connection, in the protocol's own words; never a secret.
         * @example {
         *       "sequence": 12,
         *       "at": "2026-01-31T08:00:00.125Z",
         *       "direction": "in",
         *       "peer": "tele/meter-1/SENSOR",
         *       "summary": "PUBLISH tele/meter-1/SENSOR, QoS 1, 64 bytes",
         *       "detail": "{\"ENERGY\":{\"Total\":12.345}}"
         *     }
         */
        TraceEntry: {
            /**
             * Sequence
             * @description Counts up; gaps are entries that were left out or are no longer kept.
             */
            sequence: number;
            /**
             * When
             * @description When it passed, by the clock of this machine.
             */
            at: components["schemas"]["Instant"];
            /**
             * Direction
             * @description `in`: it came from the far side. `out`: it was sent there.
             * @enum {unknown}
             */
            direction: "in" | "out";
            /**
             * Peer
             * @description Where it came from or went to: a topic, a node, an address.
             */
            peer: string;
            /**
             * Summary
             * @description What it was, in one line.
             */
            summary: string;
            /**
             * Detail
             * @description What it held, cut to 2 KiB: text, or hexadecimal digits; null where there is nothing more to say.
             */
            detail: string | null;
        };
        /**
         * Trace start
         * @description For how long a connection's trace is turned on.
         * @example {
         *       "minutes": 10
         *     }
         */
        TraceStart: {
            /**
             * Minutes
             * @description After these it turns itself off.
             * @default 10
             */
            minutes: number;
        };
        /**
         * Transfer
         * @description Money that went from one account's cash to another's.
         * @example {
         *       "postingId": "9001",
         *       "fromAccountId": "15",
         *       "toAccountId": "16",
         *       "amount": "50"
         *     }
         */
        Transfer: {
            /**
             * Posting
             * @description The posting that moved it.
             */
            postingId: components["schemas"]["Id"];
            /**
             * From
             * @description The account that paid.
             */
            fromAccountId: components["schemas"]["Id"];
            /**
             * To
             * @description The account that was paid.
             */
            toAccountId: components["schemas"]["Id"];
            /**
             * Amount
             * @description What was moved.
             */
            amount: components["schemas"]["MoneyMicros"];
        };
        /**
         * Use and its charges
         * @description Use of a stretch of time and what was charged for it: rated use alone, without fees.
         * @example {
         *       "utilities": [
         *         {
         *           "utility": "electricity",
         *           "unit": "kWh",
         *           "quantity": "12.5",
         *           "unrated": "0"
         *         }
         *       ],
         *       "amounts": [
         *         {
         *           "currency": "CNY",
         *           "amount": "13.25",
         *           "energy": "12.5",
         *           "surcharge": "0.75"
         *         }
         *       ],
         *       "bands": [
         *         {
         *           "utility": "electricity",
         *           "unit": "kWh",
         *           "currency": "CNY",
         *           "band": "peak",
         *           "quantity": "12.5",
         *           "amount": "13.25"
         *         }
         *       ],
         *       "estimated": false
         *     }
         */
        UsageFigures: {
            /**
             * By utility
             * @description Quantity, rated or not.
             */
            utilities: {
                utility: components["schemas"]["Utility"];
                /**
                 * Unit
                 * @description Billing unit of the quantity.
                 * @enum {unknown}
                 */
                unit: "kWh" | "m3" | "GJ" | "RTh";
                /**
                 * Quantity
                 * @description Used, after the multiplier.
                 */
                quantity: components["schemas"]["QuantityMicros"];
                /**
                 * Without a price
                 * @description The part of it that somebody pays for but no tariff prices yet.
                 */
                unrated: components["schemas"]["QuantityMicros"];
            }[];
            /**
             * By currency
             * @description What was charged.
             */
            amounts: {
                currency: components["schemas"]["Currency"];
                /**
                 * Amount
                 * @description Sum of all lines.
                 */
                amount: components["schemas"]["MoneyMicros"];
                /**
                 * Energy
                 * @description The part that can lead to a cut.
                 */
                energy: components["schemas"]["MoneyMicros"];
                /**
                 * Surcharge
                 * @description The part that never leads to a cut.
                 */
                surcharge: components["schemas"]["MoneyMicros"];
            }[];
            /**
             * By band
             * @description Rated use and its charges by time-of-use band.
             */
            bands: {
                utility: components["schemas"]["Utility"];
                /**
                 * Unit
                 * @description Billing unit of the quantity.
                 * @enum {unknown}
                 */
                unit: "kWh" | "m3" | "GJ" | "RTh";
                currency: components["schemas"]["Currency"];
                /**
                 * Band
                 * @description Id of the time-of-use band.
                 * @example peak
                 */
                band: string;
                /**
                 * Quantity
                 * @description Rated in this band.
                 */
                quantity: components["schemas"]["QuantityMicros"];
                /**
                 * Amount
                 * @description All components in this band together.
                 */
                amount: components["schemas"]["MoneyMicros"];
            }[];
            /**
             * Estimated
             * @description Whether some of the use was spread evenly over bands or payers.
             */
            estimated: boolean;
        };
        /**
         * Use over time
         * @description Use and charges by calendar buckets of the site's time zone. Each usage interval, and each line that prices a part of one, counts in the buckets that it covers in proportion to elapsed time; parts are differences of one rounded cumulative figure, so that they sum to the whole to the micro. Reversals count where what they undo did.
         * @example {
         *       "timeZone": "Asia/Shanghai",
         *       "bucket": "day",
         *       "fromAt": "2026-01-30T16:00:00.000Z",
         *       "toAt": "2026-01-31T16:00:00.000Z",
         *       "bands": [
         *         {
         *           "id": "peak",
         *           "title": {
         *             "en": "Peak"
         *           }
         *         }
         *       ],
         *       "buckets": [
         *         {
         *           "fromAt": "2026-01-30T16:00:00.000Z",
         *           "toAt": "2026-01-31T16:00:00.000Z",
         *           "use": {
         *             "utilities": [
         *               {
         *                 "utility": "electricity",
         *                 "unit": "kWh",
         *                 "quantity": "12.5",
         *                 "unrated": "0"
         *               }
         *             ],
         *             "amounts": [
         *               {
         *                 "currency": "CNY",
         *                 "amount": "13.25",
         *                 "energy": "12.5",
         *                 "surcharge": "0.75"
         *               }
         *             ],
         *             "bands": [
         *               {
         *                 "utility": "electricity",
         *                 "unit": "kWh",
         *                 "currency": "CNY",
         *                 "band": "peak",
         *                 "quantity": "12.5",
         *                 "amount": "13.25"
         *               }
         *             ],
         *             "estimated": false
         *           }
         *         }
         *       ],
         *       "total": {
         *         "utilities": [
         *           {
         *             "utility": "electricity",
         *             "unit": "kWh",
         *             "quantity": "12.5",
         *             "unrated": "0"
         *           }
         *         ],
         *         "amounts": [
         *           {
         *             "currency": "CNY",
         *             "amount": "13.25",
         *             "energy": "12.5",
         *             "surcharge": "0.75"
         *           }
         *         ],
         *         "bands": [
         *           {
         *             "utility": "electricity",
         *             "unit": "kWh",
         *             "currency": "CNY",
         *             "band": "peak",
         *             "quantity": "12.5",
         *             "amount": "13.25"
         *           }
         *         ],
         *         "estimated": false
         *       }
         *     }
         */
        UsageSeries: {
            /**
             * Time zone
             * @description IANA zone of the site, whose calendar cuts the buckets.
             * @example Asia/Shanghai
             */
            timeZone: string;
            /**
             * Bucket
             * @description Length of a bucket by the local calendar.
             * @enum {unknown}
             */
            bucket: "quarter" | "hour" | "day" | "month";
            /**
             * From
             * @description Start of the first bucket: what was asked for, widened to a whole bucket.
             */
            fromAt: components["schemas"]["Instant"];
            /**
             * To
             * @description End of the last bucket, left out.
             */
            toAt: components["schemas"]["Instant"];
            /**
             * Bands
             * @description Titles of the bands that occur.
             */
            bands: {
                /**
                 * Id
                 * @description Id of the band.
                 * @example peak
                 */
                id: string;
                /**
                 * Title
                 * @description What people call it.
                 */
                title: components["schemas"]["LocalizedText"];
            }[];
            /**
             * Buckets
             * @description Without gaps, ascending.
             */
            buckets: {
                /**
                 * From
                 * @description First instant.
                 */
                fromAt: components["schemas"]["Instant"];
                /**
                 * To
                 * @description First instant after; days and months may be shorter or longer by an hour where clocks are moved.
                 */
                toAt: components["schemas"]["Instant"];
                /**
                 * Use
                 * @description What fell into the bucket.
                 */
                use: components["schemas"]["UsageFigures"];
            }[];
            /**
             * Total
             * @description All buckets together.
             */
            total: components["schemas"]["UsageFigures"];
        };
        /**
         * User
         * @description Somebody who can sign in.
         * @example {
         *       "id": "u_7",
         *       "email": "li.wei@busbar.example",
         *       "name": "Li Wei",
         *       "language": "zh-CN",
         *       "secondFactor": false,
         *       "disabledAt": null
         *     }
         */
        User: {
            /**
             * Id
             * @description Id of the user.
             */
            readonly id: string;
            email: components["schemas"]["Email"];
            /**
             * Name
             * @description Name of the person.
             */
            name: string;
            /**
             * Language
             * @description Language tag that they read; null: nobody has said.
             */
            language: string | null;
            /**
             * Second factor
             * @description Whether signing in takes a second factor.
             */
            secondFactor: boolean;
            /**
             * Disabled
             * Format: date-time
             * @description Since when they cannot sign in; null: they can.
             */
            disabledAt: string | null;
        };
        /**
         * Utility
         * @description What is metered.
         * @example electricity
         * @enum {unknown}
         */
        Utility: "electricity" | "water" | "gas" | "heating" | "cooling";
        /**
         * Page of policy profiles
         * @description Some policy profiles, and where to go on.
         */
        PolicyProfilePage: {
            /**
             * Items
             * @description In the order that was asked for.
             */
            items: components["schemas"]["PolicyProfile"][];
            /**
             * Next cursor
             * @description Send it as `cursor` to go on; null: this was the last page.
             */
            nextCursor: string | null;
        };
        /**
         * New policy profile
         * @description What makes a policy profile.
         */
        PolicyProfileCreate: {
            code: components["schemas"]["Code"];
            /**
             * Title
             * @description Name of the profile.
             */
            title: string;
            rules: components["schemas"]["PolicyRules"];
        };
        /**
         * Change of a policy profile
         * @description Fields that are left out stay as they are.
         */
        PolicyProfileUpdate: {
            /**
             * Title
             * @description Name of the profile.
             */
            title?: string;
            rules?: components["schemas"]["PolicyRules"];
        };
        /**
         * Page of sites
         * @description Some sites, and where to go on.
         */
        SitePage: {
            /**
             * Items
             * @description In the order that was asked for.
             */
            items: components["schemas"]["Site"][];
            /**
             * Next cursor
             * @description Send it as `cursor` to go on; null: this was the last page.
             */
            nextCursor: string | null;
        };
        /**
         * New site
         * @description What makes a site.
         */
        SiteCreate: {
            code: components["schemas"]["Code"];
            /**
             * Name
             * @description Name of the site.
             */
            name: string;
            /**
             * Time zone
             * @description IANA time zone; days, months and tariff bands follow it.
             */
            timeZone: string;
            currency: components["schemas"]["Currency"];
            /** @default en */
            language: components["schemas"]["Language"];
            /**
             * Policy profile
             * @description Rules for cutting supply at this site.
             */
            policyProfileId: components["schemas"]["Id"];
            /**
             * @default {
             *       "holidays": [],
             *       "workedWeekendDays": [],
             *       "weatherBans": []
             *     }
             */
            calendar: components["schemas"]["SiteCalendar"];
            /**
             * Refunds to approve
             * @description Refunds above this amount, in the site's currency, need a second person. Null: the instance's limit.
             * @example 200
             */
            refundApprovalAbove?: string | null;
        };
        /**
         * Change of a site
         * @description Fields that are left out stay as they are.
         */
        SiteUpdate: {
            /**
             * Name
             * @description Name of the site.
             */
            name?: string;
            language?: components["schemas"]["Language"];
            /**
             * Policy profile
             * @description Rules for cutting supply at this site.
             */
            policyProfileId?: components["schemas"]["Id"];
            calendar?: components["schemas"]["SiteCalendar"];
            /**
             * Refunds to approve
             * @description Refunds above this amount, in the site's currency, need a second person. Null: the instance's limit.
             * @example 200
             */
            refundApprovalAbove?: string | null;
        };
        /**
         * Page of spaces
         * @description Some spaces, and where to go on.
         */
        SpacePage: {
            /**
             * Items
             * @description In the order that was asked for.
             */
            items: components["schemas"]["Space"][];
            /**
             * Next cursor
             * @description Send it as `cursor` to go on; null: this was the last page.
             */
            nextCursor: string | null;
        };
        /**
         * New space
         * @description What makes a space.
         */
        SpaceCreate: {
            /**
             * Site
             * @description The site it belongs to.
             */
            siteId: components["schemas"]["Id"];
            /**
             * Parent
             * @description The space that contains it.
             */
            parentId?: string | null;
            /**
             * Kind
             * @description What kind of space.
             * @enum {unknown}
             */
            kind: "building" | "floor" | "unit" | "common";
            code: components["schemas"]["Code"];
            /**
             * Name
             * @description Name of the space.
             */
            name: string;
        };
        /**
         * Change of a space
         * @description Fields that are left out stay as they are.
         */
        SpaceUpdate: {
            /**
             * Parent
             * @description The space that contains it.
             */
            parentId?: string | null;
            /**
             * Kind
             * @description What kind of space.
             * @enum {unknown}
             */
            kind?: "building" | "floor" | "unit" | "common";
            code?: components["schemas"]["Code"];
            /**
             * Name
             * @description Name of the space.
             */
            name?: string;
        };
        /**
         * Page of tenants
         * @description Some tenants, and where to go on.
         */
        TenantPage: {
            /**
             * Items
             * @description In the order that was asked for.
             */
            items: components["schemas"]["Tenant"][];
            /**
             * Next cursor
             * @description Send it as `cursor` to go on; null: this was the last page.
             */
            nextCursor: string | null;
        };
        /**
         * New tenant
         * @description What makes a tenant.
         */
        TenantCreate: {
            /**
             * Site
             * @description The site it belongs to.
             */
            siteId: components["schemas"]["Id"];
            code: components["schemas"]["Code"];
            /**
             * Name
             * @description Name of the person or firm.
             */
            name: string;
            /** @default en */
            language: components["schemas"]["Language"];
            /**
             * E-mail
             * Format: email
             * @description Where notices go.
             */
            email?: string | null;
            /**
             * Trade
             * @description Line of business.
             */
            trade?: string | null;
        };
        /**
         * Change of a tenant
         * @description Fields that are left out stay as they are.
         */
        TenantUpdate: {
            code?: components["schemas"]["Code"];
            /**
             * Name
             * @description Name of the person or firm.
             */
            name?: string;
            language?: components["schemas"]["Language"];
            /**
             * E-mail
             * Format: email
             * @description Where notices go.
             */
            email?: string | null;
            /**
             * Trade
             * @description Line of business.
             */
            trade?: string | null;
        };
        /**
         * Page of contracts
         * @description Some contracts, and where to go on.
         */
        ContractPage: {
            /**
             * Items
             * @description In the order that was asked for.
             */
            items: components["schemas"]["Contract"][];
            /**
             * Next cursor
             * @description Send it as `cursor` to go on; null: this was the last page.
             */
            nextCursor: string | null;
        };
        /**
         * New contract
         * @description What makes a contract.
         */
        ContractCreate: {
            /**
             * Site
             * @description The site it belongs to.
             */
            siteId: components["schemas"]["Id"];
            /**
             * Tenant
             * @description Who pays.
             */
            tenantId: components["schemas"]["Id"];
            code: components["schemas"]["Code"];
            /**
             * From
             * @description First instant of the lease.
             */
            fromAt: components["schemas"]["Instant"];
            /**
             * To
             * Format: date-time
             * @description First instant after the lease; null while it is open.
             */
            toAt?: string | null;
            /**
             * Spaces
             * @description What is rented.
             * @default []
             */
            spaceIds: components["schemas"]["Id"][];
        };
        /**
         * Change of a contract
         * @description Fields that are left out stay as they are.
         */
        ContractUpdate: {
            code?: components["schemas"]["Code"];
            /**
             * To
             * Format: date-time
             * @description First instant after the lease; null while it is open.
             */
            toAt?: string | null;
            /**
             * Spaces
             * @description What is rented.
             */
            spaceIds?: components["schemas"]["Id"][];
        };
        /**
         * Page of accounts
         * @description Some accounts, and where to go on.
         */
        AccountPage: {
            /**
             * Items
             * @description In the order that was asked for.
             */
            items: components["schemas"]["Account"][];
            /**
             * Next cursor
             * @description Send it as `cursor` to go on; null: this was the last page.
             */
            nextCursor: string | null;
        };
        /**
         * New account
         * @description What makes an account.
         */
        AccountCreate: {
            /**
             * Site
             * @description The site it belongs to.
             */
            siteId: components["schemas"]["Id"];
            /**
             * Contract
             * @description The contract it pays for.
             */
            contractId: components["schemas"]["Id"];
            code: components["schemas"]["Code"];
            currency: components["schemas"]["Currency"];
            /**
             * Overdraft
             * @description How far below zero supply runs, as agreed.
             * @default 0
             */
            overdraft: components["schemas"]["MoneyMicros"];
            /**
             * Emergency credit
             * @description Credit on top of the overdraft, to be paid back.
             * @default 0
             */
            emergencyCredit: components["schemas"]["MoneyMicros"];
            /**
             * Low balance
             * @description Balance below which the tenant is warned.
             */
            lowBalance: components["schemas"]["MoneyMicros"];
            /**
             * Very low balance
             * @description Balance below which the tenant is warned again, more urgently.
             */
            veryLowBalance: components["schemas"]["MoneyMicros"];
        };
        /**
         * Change of an account
         * @description Fields that are left out stay as they are.
         */
        AccountUpdate: {
            code?: components["schemas"]["Code"];
            /**
             * Overdraft
             * @description How far below zero supply runs, as agreed.
             */
            overdraft?: components["schemas"]["MoneyMicros"];
            /**
             * Emergency credit
             * @description Credit on top of the overdraft, to be paid back.
             */
            emergencyCredit?: components["schemas"]["MoneyMicros"];
            /**
             * Low balance
             * @description Balance below which the tenant is warned.
             */
            lowBalance?: components["schemas"]["MoneyMicros"];
            /**
             * Very low balance
             * @description Balance below which the tenant is warned again, more urgently.
             */
            veryLowBalance?: components["schemas"]["MoneyMicros"];
        };
        /**
         * Page of payment orders
         * @description Some payment orders, and where to go on.
         */
        PaymentOrderPage: {
            /**
             * Items
             * @description In the order that was asked for.
             */
            items: components["schemas"]["PaymentOrder"][];
            /**
             * Next cursor
             * @description Send it as `cursor` to go on; null: this was the last page.
             */
            nextCursor: string | null;
        };
        /**
         * Page of refunds
         * @description Some refunds, and where to go on.
         */
        RefundPage: {
            /**
             * Items
             * @description In the order that was asked for.
             */
            items: components["schemas"]["Refund"][];
            /**
             * Next cursor
             * @description Send it as `cursor` to go on; null: this was the last page.
             */
            nextCursor: string | null;
        };
        /**
         * Page of fees
         * @description Some fees, and where to go on.
         */
        FeePage: {
            /**
             * Items
             * @description In the order that was asked for.
             */
            items: components["schemas"]["Fee"][];
            /**
             * Next cursor
             * @description Send it as `cursor` to go on; null: this was the last page.
             */
            nextCursor: string | null;
        };
        /**
         * Page of meters
         * @description Some meters, and where to go on.
         */
        MeterPage: {
            /**
             * Items
             * @description In the order that was asked for.
             */
            items: components["schemas"]["Meter"][];
            /**
             * Next cursor
             * @description Send it as `cursor` to go on; null: this was the last page.
             */
            nextCursor: string | null;
        };
        /**
         * New meter
         * @description What makes a meter.
         */
        MeterCreate: {
            /**
             * Site
             * @description The site it belongs to.
             */
            siteId: components["schemas"]["Id"];
            /**
             * Serial number
             * @description As printed on the device.
             */
            serial: string;
            /**
             * Model
             * @description Maker and type.
             */
            model: string;
            utility: components["schemas"]["Utility"];
        };
        /**
         * Change of a meter
         * @description Fields that are left out stay as they are.
         */
        MeterUpdate: {
            /**
             * Serial number
             * @description As printed on the device.
             */
            serial?: string;
            /**
             * Model
             * @description Maker and type.
             */
            model?: string;
        };
        /**
         * Page of registers
         * @description Some registers, and where to go on.
         */
        RegisterPage: {
            /**
             * Items
             * @description In the order that was asked for.
             */
            items: components["schemas"]["Register"][];
            /**
             * Next cursor
             * @description Send it as `cursor` to go on; null: this was the last page.
             */
            nextCursor: string | null;
        };
        /**
         * New register
         * @description What makes a register.
         */
        RegisterCreate: {
            /**
             * Meter
             * @description The meter it is on.
             */
            meterId: components["schemas"]["Id"];
            code: components["schemas"]["Code"];
            /**
             * Band
             * @description Time-of-use band that it counts alone; null: it counts all.
             */
            band?: string | null;
            /**
             * Digits
             * @description Digits before the decimal point: it rolls over at 10 to this power.
             */
            digits: number;
            /**
             * Direction
             * @description What it counts: what is taken, or what is fed back. What is fed back is read and kept, and never charged.
             * @default import
             * @enum {unknown}
             */
            direction: "import" | "export";
        };
        /**
         * Change of a register
         * @description Fields that are left out stay as they are.
         */
        RegisterUpdate: {
            code?: components["schemas"]["Code"];
            /**
             * Band
             * @description Time-of-use band that it counts alone; null: it counts all.
             */
            band?: string | null;
            /**
             * Digits
             * @description Digits before the decimal point: it rolls over at 10 to this power.
             */
            digits?: number;
        };
        /**
         * Page of metering points
         * @description Some metering points, and where to go on.
         */
        MeteringPointPage: {
            /**
             * Items
             * @description In the order that was asked for.
             */
            items: components["schemas"]["MeteringPoint"][];
            /**
             * Next cursor
             * @description Send it as `cursor` to go on; null: this was the last page.
             */
            nextCursor: string | null;
        };
        /**
         * New metering point
         * @description What makes a metering point.
         */
        MeteringPointCreate: {
            /**
             * Site
             * @description The site it belongs to.
             */
            siteId: components["schemas"]["Id"];
            /**
             * Space
             * @description Where it is.
             */
            spaceId: components["schemas"]["Id"];
            utility: components["schemas"]["Utility"];
            /**
             * Unit
             * @description Billing unit.
             * @enum {unknown}
             */
            unit: "kWh" | "m3" | "GJ" | "RTh";
            code: components["schemas"]["Code"];
            /**
             * Name
             * @description Name of the point.
             */
            name: string;
            /**
             * Maximum rate
             * @description The most that can flow, in units an hour; what is above is implausible.
             */
            maxRate: components["schemas"]["QuantityMicros"];
            /**
             * Reading interval
             * @description Seconds between readings, as expected.
             * @default 900
             */
            intervalSeconds: number;
        };
        /**
         * Change of a metering point
         * @description Fields that are left out stay as they are.
         */
        MeteringPointUpdate: {
            /**
             * Space
             * @description Where it is.
             */
            spaceId?: components["schemas"]["Id"];
            code?: components["schemas"]["Code"];
            /**
             * Name
             * @description Name of the point.
             */
            name?: string;
            /**
             * Reading interval
             * @description Seconds between readings, as expected.
             */
            intervalSeconds?: number;
        };
        /**
         * Page of installations
         * @description Some installations, and where to go on.
         */
        InstallationPage: {
            /**
             * Items
             * @description In the order that was asked for.
             */
            items: components["schemas"]["Installation"][];
            /**
             * Next cursor
             * @description Send it as `cursor` to go on; null: this was the last page.
             */
            nextCursor: string | null;
        };
        /**
         * Page of commissionings
         * @description Some commissionings, and where to go on.
         */
        CommissioningPage: {
            /**
             * Items
             * @description In the order that was asked for.
             */
            items: components["schemas"]["Commissioning"][];
            /**
             * Next cursor
             * @description Send it as `cursor` to go on; null: this was the last page.
             */
            nextCursor: string | null;
        };
        /**
         * Page of own templates
         * @description Some own templates, and where to go on.
         */
        OwnTemplatePage: {
            /**
             * Items
             * @description In the order that was asked for.
             */
            items: components["schemas"]["OwnTemplate"][];
            /**
             * Next cursor
             * @description Send it as `cursor` to go on; null: this was the last page.
             */
            nextCursor: string | null;
        };
        /**
         * Page of tariff plans
         * @description Some tariff plans, and where to go on.
         */
        TariffPlanPage: {
            /**
             * Items
             * @description In the order that was asked for.
             */
            items: components["schemas"]["TariffPlan"][];
            /**
             * Next cursor
             * @description Send it as `cursor` to go on; null: this was the last page.
             */
            nextCursor: string | null;
        };
        /**
         * New tariff plan
         * @description What makes a tariff plan.
         */
        TariffPlanCreate: {
            /**
             * Site
             * @description The site it belongs to.
             */
            siteId: components["schemas"]["Id"];
            code: components["schemas"]["Code"];
            /**
             * Name
             * @description Name of the plan.
             */
            name: string;
            utility: components["schemas"]["Utility"];
            /**
             * Strategy
             * @description Type of the tariff strategy that prices by it.
             */
            strategy: string;
        };
        /**
         * Change of a tariff plan
         * @description Fields that are left out stay as they are.
         */
        TariffPlanUpdate: {
            code?: components["schemas"]["Code"];
            /**
             * Name
             * @description Name of the plan.
             */
            name?: string;
        };
        /**
         * Page of tariff versions
         * @description Some tariff versions, and where to go on.
         */
        TariffVersionPage: {
            /**
             * Items
             * @description In the order that was asked for.
             */
            items: components["schemas"]["TariffVersion"][];
            /**
             * Next cursor
             * @description Send it as `cursor` to go on; null: this was the last page.
             */
            nextCursor: string | null;
        };
        /**
         * Page of service agreements
         * @description Some service agreements, and where to go on.
         */
        ServiceAgreementPage: {
            /**
             * Items
             * @description In the order that was asked for.
             */
            items: components["schemas"]["ServiceAgreement"][];
            /**
             * Next cursor
             * @description Send it as `cursor` to go on; null: this was the last page.
             */
            nextCursor: string | null;
        };
        /**
         * Page of connections
         * @description Some connections, and where to go on.
         */
        ConnectionPage: {
            /**
             * Items
             * @description In the order that was asked for.
             */
            items: components["schemas"]["Connection"][];
            /**
             * Next cursor
             * @description Send it as `cursor` to go on; null: this was the last page.
             */
            nextCursor: string | null;
        };
        /**
         * Page of points
         * @description Some points, and where to go on.
         */
        PointPage: {
            /**
             * Items
             * @description In the order that was asked for.
             */
            items: components["schemas"]["Point"][];
            /**
             * Next cursor
             * @description Send it as `cursor` to go on; null: this was the last page.
             */
            nextCursor: string | null;
        };
        /**
         * New point
         * @description What makes a point.
         */
        PointCreate: {
            /**
             * Connection
             * @description Through which it is reached.
             */
            connectionId: components["schemas"]["Id"];
            /**
             * Meter
             * @description The meter it belongs to.
             */
            meterId?: string | null;
            /**
             * Register
             * @description The register it reads; set exactly for role register.
             */
            registerId?: string | null;
            /**
             * Role
             * @description What it means.
             * @enum {unknown}
             */
            role: "register" | "relay" | "power" | "current" | "online" | "value";
            /**
             * Unit
             * @description Unit of its values; empty for states.
             * @default
             */
            unit: string;
            /**
             * Address
             * @description Where it is, as the contribution's point schema says.
             */
            address: components["schemas"]["OpenObject"];
            /**
             * Life safety
             * @description Fire, lifts, medical: never switched by any path. It can be set here, and cleared by the owner of the database alone.
             * @default false
             */
            lifeSafety: boolean;
        };
        /**
         * Change of a point
         * @description Fields that are left out stay as they are.
         */
        PointUpdate: {
            /**
             * Meter
             * @description The meter it belongs to.
             */
            meterId?: string | null;
            /**
             * Unit
             * @description Unit of its values; empty for states.
             */
            unit?: string;
            /**
             * Address
             * @description Where it is, as the contribution's point schema says.
             */
            address?: components["schemas"]["OpenObject"];
            /**
             * Life safety
             * @description Fire, lifts, medical: never switched by any path. It can be set here, and cleared by the owner of the database alone.
             */
            lifeSafety?: boolean;
        };
        /**
         * Page of supply points
         * @description Some supply points, and where to go on.
         */
        SupplyPointPage: {
            /**
             * Items
             * @description In the order that was asked for.
             */
            items: components["schemas"]["SupplyPoint"][];
            /**
             * Next cursor
             * @description Send it as `cursor` to go on; null: this was the last page.
             */
            nextCursor: string | null;
        };
        /**
         * New supply point
         * @description What makes a supply point.
         */
        SupplyPointCreate: {
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
            loadPointId?: string | null;
            /**
             * Idle load
             * @description The most power or current that counts as none, in the load point's unit (W or A), as a decimal string.
             * @default 0
             * @example 5
             */
            loadIdle: string;
        };
        /**
         * Change of a supply point
         * @description Fields that are left out stay as they are.
         */
        SupplyPointUpdate: {
            /**
             * Load
             * @description The point that measures power or current behind the relay; null where none does, and then a cut is verified by the relay alone.
             * @example 12
             */
            loadPointId?: string | null;
            /**
             * Idle load
             * @description The most power or current that counts as none, in the load point's unit (W or A), as a decimal string.
             * @example 5
             */
            loadIdle?: string;
        };
        /**
         * Page of supply decisions
         * @description Some supply decisions, and where to go on.
         */
        SupplyDecisionPage: {
            /**
             * Items
             * @description In the order that was asked for.
             */
            items: components["schemas"]["SupplyDecision"][];
            /**
             * Next cursor
             * @description Send it as `cursor` to go on; null: this was the last page.
             */
            nextCursor: string | null;
        };
        /**
         * Page of supply orders
         * @description Some supply orders, and where to go on.
         */
        SupplyOrderPage: {
            /**
             * Items
             * @description In the order that was asked for.
             */
            items: components["schemas"]["SupplyOrder"][];
            /**
             * Next cursor
             * @description Send it as `cursor` to go on; null: this was the last page.
             */
            nextCursor: string | null;
        };
        /**
         * Page of supply lock-outs
         * @description Some supply lock-outs, and where to go on.
         */
        SupplyLockOutPage: {
            /**
             * Items
             * @description In the order that was asked for.
             */
            items: components["schemas"]["SupplyLockOut"][];
            /**
             * Next cursor
             * @description Send it as `cursor` to go on; null: this was the last page.
             */
            nextCursor: string | null;
        };
        /**
         * Page of supply protections
         * @description Some supply protections, and where to go on.
         */
        SupplyProtectionPage: {
            /**
             * Items
             * @description In the order that was asked for.
             */
            items: components["schemas"]["SupplyProtection"][];
            /**
             * Next cursor
             * @description Send it as `cursor` to go on; null: this was the last page.
             */
            nextCursor: string | null;
        };
        /**
         * Page of supply commands
         * @description Some supply commands, and where to go on.
         */
        SupplyCommandPage: {
            /**
             * Items
             * @description In the order that was asked for.
             */
            items: components["schemas"]["SupplyCommand"][];
            /**
             * Next cursor
             * @description Send it as `cursor` to go on; null: this was the last page.
             */
            nextCursor: string | null;
        };
        /**
         * Page of debt episodes
         * @description Some debt episodes, and where to go on.
         */
        DebtEpisodePage: {
            /**
             * Items
             * @description In the order that was asked for.
             */
            items: components["schemas"]["DebtEpisode"][];
            /**
             * Next cursor
             * @description Send it as `cursor` to go on; null: this was the last page.
             */
            nextCursor: string | null;
        };
        /**
         * Page of disputes
         * @description Some disputes, and where to go on.
         */
        DisputePage: {
            /**
             * Items
             * @description In the order that was asked for.
             */
            items: components["schemas"]["Dispute"][];
            /**
             * Next cursor
             * @description Send it as `cursor` to go on; null: this was the last page.
             */
            nextCursor: string | null;
        };
        /**
         * Page of payment plans
         * @description Some payment plans, and where to go on.
         */
        PaymentPlanPage: {
            /**
             * Items
             * @description In the order that was asked for.
             */
            items: components["schemas"]["PaymentPlan"][];
            /**
             * Next cursor
             * @description Send it as `cursor` to go on; null: this was the last page.
             */
            nextCursor: string | null;
        };
        /**
         * Page of holds on all cuts
         * @description Some holds on all cuts, and where to go on.
         */
        GuardHoldPage: {
            /**
             * Items
             * @description In the order that was asked for.
             */
            items: components["schemas"]["GuardHold"][];
            /**
             * Next cursor
             * @description Send it as `cursor` to go on; null: this was the last page.
             */
            nextCursor: string | null;
        };
        /**
         * Page of quarantined cuts
         * @description Some quarantined cuts, and where to go on.
         */
        GuardQuarantinePage: {
            /**
             * Items
             * @description In the order that was asked for.
             */
            items: components["schemas"]["GuardQuarantine"][];
            /**
             * Next cursor
             * @description Send it as `cursor` to go on; null: this was the last page.
             */
            nextCursor: string | null;
        };
        /**
         * Page of repair items
         * @description Some repair items, and where to go on.
         */
        RepairItemPage: {
            /**
             * Items
             * @description In the order that was asked for.
             */
            items: components["schemas"]["RepairItem"][];
            /**
             * Next cursor
             * @description Send it as `cursor` to go on; null: this was the last page.
             */
            nextCursor: string | null;
        };
        /**
         * Page of role assignments
         * @description Some role assignments, and where to go on.
         */
        RoleAssignmentPage: {
            /**
             * Items
             * @description In the order that was asked for.
             */
            items: components["schemas"]["RoleAssignment"][];
            /**
             * Next cursor
             * @description Send it as `cursor` to go on; null: this was the last page.
             */
            nextCursor: string | null;
        };
        /**
         * Page of invitations
         * @description Some invitations, and where to go on.
         */
        InvitationPage: {
            /**
             * Items
             * @description In the order that was asked for.
             */
            items: components["schemas"]["Invitation"][];
            /**
             * Next cursor
             * @description Send it as `cursor` to go on; null: this was the last page.
             */
            nextCursor: string | null;
        };
        /**
         * Page of notices
         * @description Some notices, and where to go on.
         */
        NoticePage: {
            /**
             * Items
             * @description In the order that was asked for.
             */
            items: components["schemas"]["Notice"][];
            /**
             * Next cursor
             * @description Send it as `cursor` to go on; null: this was the last page.
             */
            nextCursor: string | null;
        };
        /**
         * Page of notice routes
         * @description Some notice routes, and where to go on.
         */
        NoticeRoutePage: {
            /**
             * Items
             * @description In the order that was asked for.
             */
            items: components["schemas"]["NoticeRoute"][];
            /**
             * Next cursor
             * @description Send it as `cursor` to go on; null: this was the last page.
             */
            nextCursor: string | null;
        };
        /**
         * New notice route
         * @description What makes a notice route.
         */
        NoticeRouteCreate: {
            /**
             * Site
             * @description The site whose notices it is for.
             */
            siteId: components["schemas"]["Id"];
            /**
             * Account
             * @description Whose tenant is told; null where it is for staff.
             */
            accountId?: string | null;
            /**
             * Role
             * @description Role at the site of those who are told; null where it is for a tenant.
             * @default null
             * @enum {unknown}
             */
            staffRole: "owner" | "manager" | "cashier" | "accountant" | "technician" | "auditor" | null;
            /**
             * Connection
             * @description The channel's connection, at the same site.
             */
            connectionId: components["schemas"]["Id"];
            /**
             * Address
             * @description As the channel's address schema describes it. A user that it names must hold the role, or be the tenant's.
             */
            address: components["schemas"]["OpenObject"];
            /**
             * Rank
             * @description The least rank is used first, and routes of one rank together; the next rank only where those do not do.
             * @default 1
             */
            rank: number;
            /**
             * Enabled
             * @description Whether it is used.
             * @default true
             */
            enabled: boolean;
        };
        /**
         * Change of a notice route
         * @description Fields that are left out stay as they are.
         */
        NoticeRouteUpdate: {
            /**
             * Rank
             * @description The least rank is used first, and routes of one rank together; the next rank only where those do not do.
             */
            rank?: number;
            /**
             * Enabled
             * @description Whether it is used.
             */
            enabled?: boolean;
        };
        /**
         * Page of dashboards
         * @description Some dashboards, and where to go on.
         */
        DashboardPage: {
            /**
             * Items
             * @description In the order that was asked for.
             */
            items: components["schemas"]["Dashboard"][];
            /**
             * Next cursor
             * @description Send it as `cursor` to go on; null: this was the last page.
             */
            nextCursor: string | null;
        };
        /**
         * New dashboard
         * @description What makes a dashboard.
         */
        DashboardCreate: {
            /**
             * Site
             * @description The site that it shows; null where it shows all.
             */
            siteId?: string | null;
            /**
             * Shared
             * @description Whether the staff of the site see it; otherwise its owner alone does.
             * @default false
             */
            shared: boolean;
            /**
             * Title
             * @description Its heading.
             */
            title: string;
            /**
             * Widgets
             * @description By their places on a grid of twelve columns.
             * @default []
             */
            widgets: {
                /**
                 * Id
                 * @description Tells it from the others of the dashboard.
                 */
                id: string;
                /**
                 * Widget
                 * @description One of the kinds `value`, `series`, `table`, `gauge` and `markdown`, or the id of one that a plugin contributes.
                 */
                widget: string;
                /**
                 * Title
                 * @description Its heading; empty: the widget's own.
                 */
                title: string;
                /**
                 * Settings
                 * @description What it asks and shows, as the widget's kind has it.
                 */
                settings: components["schemas"]["OpenObject"];
                /**
                 * Column
                 * @description First column, from 0.
                 */
                x: number;
                /**
                 * Row
                 * @description First row, from 0.
                 */
                y: number;
                /**
                 * Width
                 * @description In columns.
                 */
                w: number;
                /**
                 * Height
                 * @description In rows.
                 */
                h: number;
            }[];
        };
        /**
         * Change of a dashboard
         * @description Fields that are left out stay as they are.
         */
        DashboardUpdate: {
            /**
             * Shared
             * @description Whether the staff of the site see it; otherwise its owner alone does.
             */
            shared?: boolean;
            /**
             * Title
             * @description Its heading.
             */
            title?: string;
            /**
             * Widgets
             * @description By their places on a grid of twelve columns.
             */
            widgets?: {
                /**
                 * Id
                 * @description Tells it from the others of the dashboard.
                 */
                id: string;
                /**
                 * Widget
                 * @description One of the kinds `value`, `series`, `table`, `gauge` and `markdown`, or the id of one that a plugin contributes.
                 */
                widget: string;
                /**
                 * Title
                 * @description Its heading; empty: the widget's own.
                 */
                title: string;
                /**
                 * Settings
                 * @description What it asks and shows, as the widget's kind has it.
                 */
                settings: components["schemas"]["OpenObject"];
                /**
                 * Column
                 * @description First column, from 0.
                 */
                x: number;
                /**
                 * Row
                 * @description First row, from 0.
                 */
                y: number;
                /**
                 * Width
                 * @description In columns.
                 */
                w: number;
                /**
                 * Height
                 * @description In rows.
                 */
                h: number;
            }[];
        };
        /**
         * Page of announcements
         * @description Some announcements, and where to go on.
         */
        AnnouncementPage: {
            /**
             * Items
             * @description In the order that was asked for.
             */
            items: components["schemas"]["Announcement"][];
            /**
             * Next cursor
             * @description Send it as `cursor` to go on; null: this was the last page.
             */
            nextCursor: string | null;
        };
        /**
         * New announcement
         * @description What makes an announcement.
         */
        AnnouncementCreate: {
            /**
             * Site
             * @description The site it is for.
             */
            siteId: components["schemas"]["Id"];
            /**
             * Title
             * @description Its heading, readable from afar.
             * @example Lift B out of service
             */
            title: string;
            /**
             * Text
             * @description What there is to know; plain text.
             * @example The lift is being serviced on Saturday from 09:00 to 12:00. Please use lift A.
             */
            text: string;
            /**
             * From
             * @description Since when it is shown.
             */
            from: components["schemas"]["Instant"];
            /**
             * Until
             * Format: date-time
             * @description When it is shown no longer; null: until it is removed.
             * @example 2026-02-07T04:00:00Z
             */
            until?: string | null;
            /**
             * Shown
             * @description `portal`: to tenants in their portal. `kiosk`: on the lobby screen. `both`: in both.
             * @default both
             * @enum {unknown}
             */
            audience: "portal" | "kiosk" | "both";
        };
        /**
         * Change of an announcement
         * @description Fields that are left out stay as they are.
         */
        AnnouncementUpdate: {
            /**
             * Title
             * @description Its heading, readable from afar.
             * @example Lift B out of service
             */
            title?: string;
            /**
             * Text
             * @description What there is to know; plain text.
             * @example The lift is being serviced on Saturday from 09:00 to 12:00. Please use lift A.
             */
            text?: string;
            /**
             * From
             * @description Since when it is shown.
             */
            from?: components["schemas"]["Instant"];
            /**
             * Until
             * Format: date-time
             * @description When it is shown no longer; null: until it is removed.
             * @example 2026-02-07T04:00:00Z
             */
            until?: string | null;
            /**
             * Shown
             * @description `portal`: to tenants in their portal. `kiosk`: on the lobby screen. `both`: in both.
             * @enum {unknown}
             */
            audience?: "portal" | "kiosk" | "both";
        };
        /**
         * Page of questions
         * @description Some questions, and where to go on.
         */
        QuestionPage: {
            /**
             * Items
             * @description In the order that was asked for.
             */
            items: components["schemas"]["Question"][];
            /**
             * Next cursor
             * @description Send it as `cursor` to go on; null: this was the last page.
             */
            nextCursor: string | null;
        };
        /**
         * Page of messages of questions
         * @description Some messages of questions, and where to go on.
         */
        QuestionMessagePage: {
            /**
             * Items
             * @description In the order that was asked for.
             */
            items: components["schemas"]["QuestionMessage"][];
            /**
             * Next cursor
             * @description Send it as `cursor` to go on; null: this was the last page.
             */
            nextCursor: string | null;
        };
        /**
         * Page of spending limits
         * @description Some spending limits, and where to go on.
         */
        SpendingLimitPage: {
            /**
             * Items
             * @description In the order that was asked for.
             */
            items: components["schemas"]["SpendingLimit"][];
            /**
             * Next cursor
             * @description Send it as `cursor` to go on; null: this was the last page.
             */
            nextCursor: string | null;
        };
        /**
         * New spending limit
         * @description What makes a spending limit.
         */
        SpendingLimitCreate: {
            /**
             * Account
             * @description The account it is for.
             */
            accountId: components["schemas"]["Id"];
            /**
             * Period
             * @description `day`: from midnight to midnight, `month`: the calendar month, both on the site's clocks.
             * @enum {unknown}
             */
            period: "day" | "month";
            /**
             * Amount
             * @description The limit, above zero, in the account's currency.
             */
            amount: components["schemas"]["MoneyMicros"];
            /**
             * Enabled
             * @description Whether anybody is told.
             * @default true
             */
            enabled: boolean;
        };
        /**
         * Change of a spending limit
         * @description Fields that are left out stay as they are.
         */
        SpendingLimitUpdate: {
            /**
             * Amount
             * @description The limit, above zero, in the account's currency.
             */
            amount?: components["schemas"]["MoneyMicros"];
            /**
             * Enabled
             * @description Whether anybody is told.
             */
            enabled?: boolean;
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
        /** @description Which one. */
        Id: components["schemas"]["Id"];
        /** @description Only at or after this instant. */
        FromAt: components["schemas"]["Instant"];
        /** @description Only before this instant. */
        ToAt: components["schemas"]["Instant"];
        /** @description First instant of the range. */
        SinceAt: components["schemas"]["Instant"];
        /** @description First instant after the range; now without it. */
        UntilAt: components["schemas"]["Instant"];
        /** @description Length of a bucket by the local calendar. */
        Bucket: "quarter" | "hour" | "day" | "month";
        /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
        PageCursor: string;
        /** @description How many items at most. */
        PageLimit: number;
        /**
         * @description Id of the plugin, as in its manifest.
         * @example driver-mqtt
         */
        PluginId: string;
        /**
         * @description Version of a kept configuration.
         * @example 3
         */
        KeptVersion: number;
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
export type RoleAssignmentCreate = components['schemas']['RoleAssignmentCreate'];
export type GatewayExposure = components['schemas']['GatewayExposure'];
export type PluginManifest = components['schemas']['PluginManifest'];
export type AccountSpending = components['schemas']['AccountSpending'];
export type AccountSummary = components['schemas']['AccountSummary'];
export type Account = components['schemas']['Account'];
export type Announcement = components['schemas']['Announcement'];
export type ApiKey = components['schemas']['ApiKey'];
export type AuditEvent = components['schemas']['AuditEvent'];
export type AuditVerification = components['schemas']['AuditVerification'];
export type BrowseRequest = components['schemas']['BrowseRequest'];
export type Browsing = components['schemas']['Browsing'];
export type BulkReport = components['schemas']['BulkReport'];
export type CertificateTrust = components['schemas']['CertificateTrust'];
export type ChargeExplanation = components['schemas']['ChargeExplanation'];
export type Charge = components['schemas']['Charge'];
export type Code = components['schemas']['Code'];
export type CommissioningAbandonment = components['schemas']['CommissioningAbandonment'];
export type CommissioningRelayTest = components['schemas']['CommissioningRelayTest'];
export type CommissioningSignature = components['schemas']['CommissioningSignature'];
export type CommissioningValue = components['schemas']['CommissioningValue'];
export type Commissioning = components['schemas']['Commissioning'];
export type ConnectionDraft = components['schemas']['ConnectionDraft'];
export type ConnectionSettings = components['schemas']['ConnectionSettings'];
export type ConnectionStatus = components['schemas']['ConnectionStatus'];
export type ConnectionTest = components['schemas']['ConnectionTest'];
export type ConnectionTrace = components['schemas']['ConnectionTrace'];
export type Connection = components['schemas']['Connection'];
export type Contract = components['schemas']['Contract'];
export type CreatedApiKey = components['schemas']['CreatedApiKey'];
export type CreatedInvitation = components['schemas']['CreatedInvitation'];
export type Currency = components['schemas']['Currency'];
export type CurrentAnnouncements = components['schemas']['CurrentAnnouncements'];
export type DashboardWidgetList = components['schemas']['DashboardWidgetList'];
export type DashboardWidget = components['schemas']['DashboardWidget'];
export type Dashboard = components['schemas']['Dashboard'];
export type DebtEpisode = components['schemas']['DebtEpisode'];
export type DemoBuilding = components['schemas']['DemoBuilding'];
export type DemoLoad = components['schemas']['DemoLoad'];
export type DeviceTemplateList = components['schemas']['DeviceTemplateList'];
export type DeviceTemplate = components['schemas']['DeviceTemplate'];
export type DiscoveredPoint = components['schemas']['DiscoveredPoint'];
export type Discovery = components['schemas']['Discovery'];
export type DisputeClosure = components['schemas']['DisputeClosure'];
export type Dispute = components['schemas']['Dispute'];
export type DraftBrowseRequest = components['schemas']['DraftBrowseRequest'];
export type DraftSearch = components['schemas']['DraftSearch'];
export type Email = components['schemas']['Email'];
export type Fee = components['schemas']['Fee'];
export type GuardHold = components['schemas']['GuardHold'];
export type GuardQuarantine = components['schemas']['GuardQuarantine'];
export type Health = components['schemas']['Health'];
export type Id = components['schemas']['Id'];
export type InstallationEnd = components['schemas']['InstallationEnd'];
export type Installation = components['schemas']['Installation'];
export type Instance = components['schemas']['Instance'];
export type Instant = components['schemas']['Instant'];
export type InvitationAcceptance = components['schemas']['InvitationAcceptance'];
export type Invitation = components['schemas']['Invitation'];
export type KeptConfigurationList = components['schemas']['KeptConfigurationList'];
export type KeptConfiguration = components['schemas']['KeptConfiguration'];
export type Language = components['schemas']['Language'];
export type LocalizedText = components['schemas']['LocalizedText'];
export type MeterSwap = components['schemas']['MeterSwap'];
export type Meter = components['schemas']['Meter'];
export type MeteringHistory = components['schemas']['MeteringHistory'];
export type MeteringPoint = components['schemas']['MeteringPoint'];
export type MoneyMicros = components['schemas']['MoneyMicros'];
export type NewApiKey = components['schemas']['NewApiKey'];
export type NewCommissioning = components['schemas']['NewCommissioning'];
export type NewConnection = components['schemas']['NewConnection'];
export type NewDispute = components['schemas']['NewDispute'];
export type NewFee = components['schemas']['NewFee'];
export type NewGuardHold = components['schemas']['NewGuardHold'];
export type NewInstallation = components['schemas']['NewInstallation'];
export type NewInvitation = components['schemas']['NewInvitation'];
export type NewPaymentPlan = components['schemas']['NewPaymentPlan'];
export type NewQuestion = components['schemas']['NewQuestion'];
export type NewRefund = components['schemas']['NewRefund'];
export type NewServiceAgreement = components['schemas']['NewServiceAgreement'];
export type NewSupplyLockOut = components['schemas']['NewSupplyLockOut'];
export type NewSupplyOrder = components['schemas']['NewSupplyOrder'];
export type NewSupplyProtection = components['schemas']['NewSupplyProtection'];
export type NewTariffQuote = components['schemas']['NewTariffQuote'];
export type NewTariffVersion = components['schemas']['NewTariffVersion'];
export type NewTopUp = components['schemas']['NewTopUp'];
export type NewTransfer = components['schemas']['NewTransfer'];
export type NewUser = components['schemas']['NewUser'];
export type NoticeRoute = components['schemas']['NoticeRoute'];
export type Notice = components['schemas']['Notice'];
export type OpenObject = components['schemas']['OpenObject'];
export type OwnProfile = components['schemas']['OwnProfile'];
export type OwnSession = components['schemas']['OwnSession'];
export type OwnTemplateRequest = components['schemas']['OwnTemplateRequest'];
export type OwnTemplate = components['schemas']['OwnTemplate'];
export type OwnerSetup = components['schemas']['OwnerSetup'];
export type PasswordChange = components['schemas']['PasswordChange'];
export type PaymentChannelList = components['schemas']['PaymentChannelList'];
export type PaymentChannel = components['schemas']['PaymentChannel'];
export type PaymentOrderEvents = components['schemas']['PaymentOrderEvents'];
export type PaymentOrder = components['schemas']['PaymentOrder'];
export type PaymentPlanInstalment = components['schemas']['PaymentPlanInstalment'];
export type PaymentPlan = components['schemas']['PaymentPlan'];
export type PluginConfiguration = components['schemas']['PluginConfiguration'];
export type PluginDiagnostics = components['schemas']['PluginDiagnostics'];
export type PluginList = components['schemas']['PluginList'];
export type PluginLog = components['schemas']['PluginLog'];
export type PluginPage = components['schemas']['PluginPage'];
export type PluginRescan = components['schemas']['PluginRescan'];
export type PluginSettings = components['schemas']['PluginSettings'];
export type Plugin = components['schemas']['Plugin'];
export type Point = components['schemas']['Point'];
export type PolicyProfile = components['schemas']['PolicyProfile'];
export type PolicyRules = components['schemas']['PolicyRules'];
export type Posting = components['schemas']['Posting'];
export type Problem = components['schemas']['Problem'];
export type QuantityMicros = components['schemas']['QuantityMicros'];
export type QuarantinedInput = components['schemas']['QuarantinedInput'];
export type QuarantinedReading = components['schemas']['QuarantinedReading'];
export type QuestionAssignment = components['schemas']['QuestionAssignment'];
export type QuestionMessage = components['schemas']['QuestionMessage'];
export type QuestionReply = components['schemas']['QuestionReply'];
export type Question = components['schemas']['Question'];
export type Reading = components['schemas']['Reading'];
export type Receipt = components['schemas']['Receipt'];
export type Refund = components['schemas']['Refund'];
export type RefusedCertificate = components['schemas']['RefusedCertificate'];
export type Register = components['schemas']['Register'];
export type RelayTestEnd = components['schemas']['RelayTestEnd'];
export type RelayTestStart = components['schemas']['RelayTestStart'];
export type RepairAssignment = components['schemas']['RepairAssignment'];
export type RepairItem = components['schemas']['RepairItem'];
export type RoleAssignment = components['schemas']['RoleAssignment'];
export type Role = components['schemas']['Role'];
export type SearchCancellation = components['schemas']['SearchCancellation'];
export type SearchLimits = components['schemas']['SearchLimits'];
export type SecondFactorAnswer = components['schemas']['SecondFactorAnswer'];
export type SecondFactorBegin = components['schemas']['SecondFactorBegin'];
export type SecondFactorCode = components['schemas']['SecondFactorCode'];
export type SecondFactorSetup = components['schemas']['SecondFactorSetup'];
export type SecondFactorWanted = components['schemas']['SecondFactorWanted'];
export type ServiceAgreementEnd = components['schemas']['ServiceAgreementEnd'];
export type ServiceAgreement = components['schemas']['ServiceAgreement'];
export type Session = components['schemas']['Session'];
export type SetupProgress = components['schemas']['SetupProgress'];
export type SignInByCode = components['schemas']['SignInByCode'];
export type SignInCodeRequest = components['schemas']['SignInCodeRequest'];
export type SignIn = components['schemas']['SignIn'];
export type SiteCalendar = components['schemas']['SiteCalendar'];
export type SiteOverview = components['schemas']['SiteOverview'];
export type Site = components['schemas']['Site'];
export type Space = components['schemas']['Space'];
export type SpacesState = components['schemas']['SpacesState'];
export type SpendingLimit = components['schemas']['SpendingLimit'];
export type SupplyCommand = components['schemas']['SupplyCommand'];
export type SupplyDecision = components['schemas']['SupplyDecision'];
export type SupplyLockOut = components['schemas']['SupplyLockOut'];
export type SupplyOrder = components['schemas']['SupplyOrder'];
export type SupplyPoint = components['schemas']['SupplyPoint'];
export type SupplyProtection = components['schemas']['SupplyProtection'];
export type TariffPlan = components['schemas']['TariffPlan'];
export type TariffQuote = components['schemas']['TariffQuote'];
export type TariffVersion = components['schemas']['TariffVersion'];
export type TariffWeek = components['schemas']['TariffWeek'];
export type TemplateApplication = components['schemas']['TemplateApplication'];
export type TemplateMatchList = components['schemas']['TemplateMatchList'];
export type TemplateMatchRequest = components['schemas']['TemplateMatchRequest'];
export type TemplateOutcome = components['schemas']['TemplateOutcome'];
export type Tenant = components['schemas']['Tenant'];
export type TraceEntry = components['schemas']['TraceEntry'];
export type TraceStart = components['schemas']['TraceStart'];
export type Transfer = components['schemas']['Transfer'];
export type UsageFigures = components['schemas']['UsageFigures'];
export type UsageSeries = components['schemas']['UsageSeries'];
export type User = components['schemas']['User'];
export type Utility = components['schemas']['Utility'];
export type PolicyProfilePage = components['schemas']['PolicyProfilePage'];
export type PolicyProfileCreate = components['schemas']['PolicyProfileCreate'];
export type PolicyProfileUpdate = components['schemas']['PolicyProfileUpdate'];
export type SitePage = components['schemas']['SitePage'];
export type SiteCreate = components['schemas']['SiteCreate'];
export type SiteUpdate = components['schemas']['SiteUpdate'];
export type SpacePage = components['schemas']['SpacePage'];
export type SpaceCreate = components['schemas']['SpaceCreate'];
export type SpaceUpdate = components['schemas']['SpaceUpdate'];
export type TenantPage = components['schemas']['TenantPage'];
export type TenantCreate = components['schemas']['TenantCreate'];
export type TenantUpdate = components['schemas']['TenantUpdate'];
export type ContractPage = components['schemas']['ContractPage'];
export type ContractCreate = components['schemas']['ContractCreate'];
export type ContractUpdate = components['schemas']['ContractUpdate'];
export type AccountPage = components['schemas']['AccountPage'];
export type AccountCreate = components['schemas']['AccountCreate'];
export type AccountUpdate = components['schemas']['AccountUpdate'];
export type PaymentOrderPage = components['schemas']['PaymentOrderPage'];
export type RefundPage = components['schemas']['RefundPage'];
export type FeePage = components['schemas']['FeePage'];
export type MeterPage = components['schemas']['MeterPage'];
export type MeterCreate = components['schemas']['MeterCreate'];
export type MeterUpdate = components['schemas']['MeterUpdate'];
export type RegisterPage = components['schemas']['RegisterPage'];
export type RegisterCreate = components['schemas']['RegisterCreate'];
export type RegisterUpdate = components['schemas']['RegisterUpdate'];
export type MeteringPointPage = components['schemas']['MeteringPointPage'];
export type MeteringPointCreate = components['schemas']['MeteringPointCreate'];
export type MeteringPointUpdate = components['schemas']['MeteringPointUpdate'];
export type InstallationPage = components['schemas']['InstallationPage'];
export type CommissioningPage = components['schemas']['CommissioningPage'];
export type OwnTemplatePage = components['schemas']['OwnTemplatePage'];
export type TariffPlanPage = components['schemas']['TariffPlanPage'];
export type TariffPlanCreate = components['schemas']['TariffPlanCreate'];
export type TariffPlanUpdate = components['schemas']['TariffPlanUpdate'];
export type TariffVersionPage = components['schemas']['TariffVersionPage'];
export type ServiceAgreementPage = components['schemas']['ServiceAgreementPage'];
export type ConnectionPage = components['schemas']['ConnectionPage'];
export type PointPage = components['schemas']['PointPage'];
export type PointCreate = components['schemas']['PointCreate'];
export type PointUpdate = components['schemas']['PointUpdate'];
export type SupplyPointPage = components['schemas']['SupplyPointPage'];
export type SupplyPointCreate = components['schemas']['SupplyPointCreate'];
export type SupplyPointUpdate = components['schemas']['SupplyPointUpdate'];
export type SupplyDecisionPage = components['schemas']['SupplyDecisionPage'];
export type SupplyOrderPage = components['schemas']['SupplyOrderPage'];
export type SupplyLockOutPage = components['schemas']['SupplyLockOutPage'];
export type SupplyProtectionPage = components['schemas']['SupplyProtectionPage'];
export type SupplyCommandPage = components['schemas']['SupplyCommandPage'];
export type DebtEpisodePage = components['schemas']['DebtEpisodePage'];
export type DisputePage = components['schemas']['DisputePage'];
export type PaymentPlanPage = components['schemas']['PaymentPlanPage'];
export type GuardHoldPage = components['schemas']['GuardHoldPage'];
export type GuardQuarantinePage = components['schemas']['GuardQuarantinePage'];
export type RepairItemPage = components['schemas']['RepairItemPage'];
export type RoleAssignmentPage = components['schemas']['RoleAssignmentPage'];
export type InvitationPage = components['schemas']['InvitationPage'];
export type NoticePage = components['schemas']['NoticePage'];
export type NoticeRoutePage = components['schemas']['NoticeRoutePage'];
export type NoticeRouteCreate = components['schemas']['NoticeRouteCreate'];
export type NoticeRouteUpdate = components['schemas']['NoticeRouteUpdate'];
export type DashboardPage = components['schemas']['DashboardPage'];
export type DashboardCreate = components['schemas']['DashboardCreate'];
export type DashboardUpdate = components['schemas']['DashboardUpdate'];
export type AnnouncementPage = components['schemas']['AnnouncementPage'];
export type AnnouncementCreate = components['schemas']['AnnouncementCreate'];
export type AnnouncementUpdate = components['schemas']['AnnouncementUpdate'];
export type QuestionPage = components['schemas']['QuestionPage'];
export type QuestionMessagePage = components['schemas']['QuestionMessagePage'];
export type SpendingLimitPage = components['schemas']['SpendingLimitPage'];
export type SpendingLimitCreate = components['schemas']['SpendingLimitCreate'];
export type SpendingLimitUpdate = components['schemas']['SpendingLimitUpdate'];
export type ResponseProblem = components['responses']['Problem'];
export type ParameterId = components['parameters']['Id'];
export type ParameterFromAt = components['parameters']['FromAt'];
export type ParameterToAt = components['parameters']['ToAt'];
export type ParameterSinceAt = components['parameters']['SinceAt'];
export type ParameterUntilAt = components['parameters']['UntilAt'];
export type ParameterBucket = components['parameters']['Bucket'];
export type ParameterPageCursor = components['parameters']['PageCursor'];
export type ParameterPageLimit = components['parameters']['PageLimit'];
export type ParameterPluginId = components['parameters']['PluginId'];
export type ParameterKeptVersion = components['parameters']['KeptVersion'];
export type ParameterIfMatch = components['parameters']['IfMatch'];
export type ParameterIdempotencyKey = components['parameters']['IdempotencyKey'];
export type HeaderETag = components['headers']['ETag'];
export type $defs = Record<string, never>;
export interface operations {
    "instance.get": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The instance */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Instance"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "setup.progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The progress */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetupProgress"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "setup.demo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it stands */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DemoBuilding"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "setup.loadDemo": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names this command once and for all: repeated with the same body it acts once and answers the same; with another body it is refused (409).
                 * @example 6f1c9e0a-2f0b-4f5e-9d7a-3f5c2b1a0d9e
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DemoLoad"];
            };
        };
        responses: {
            /** @description It is being loaded */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DemoBuilding"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "paymentOrders.receipt": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The receipt */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "paymentOrders.events": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The words */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentOrderEvents"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "accounts.spending": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The spending */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountSpending"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "plugins.list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Plugins */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PluginList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "plugins.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the plugin, as in its manifest.
                 * @example driver-mqtt
                 */
                pluginId: components["parameters"]["PluginId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Plugin"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "plugins.icon": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the plugin, as in its manifest.
                 * @example driver-mqtt
                 */
                pluginId: components["parameters"]["PluginId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/svg+xml": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "plugins.logs": {
        parameters: {
            query?: {
                /** @description Lines of this level and above. */
                level?: "debug" | "info" | "warn" | "error";
                /** @description The most lines to list. */
                limit?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Id of the plugin, as in its manifest.
                 * @example driver-mqtt
                 */
                pluginId: components["parameters"]["PluginId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PluginLog"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "plugins.followLogs": {
        parameters: {
            query?: {
                /** @description Lines of this level and above. */
                level?: "debug" | "info" | "warn" | "error";
                /** @description The most lines to begin with. */
                limit?: number;
            };
            header?: {
                /** @description Goes on after this sequence. */
                "Last-Event-ID"?: string;
            };
            path: {
                /**
                 * @description Id of the plugin, as in its manifest.
                 * @example driver-mqtt
                 */
                pluginId: components["parameters"]["PluginId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Lines as they come */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "plugins.diagnostics": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the plugin, as in its manifest.
                 * @example driver-mqtt
                 */
                pluginId: components["parameters"]["PluginId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PluginDiagnostics"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "plugins.settings": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the plugin, as in its manifest.
                 * @example driver-mqtt
                 */
                pluginId: components["parameters"]["PluginId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PluginConfiguration"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "plugins.configurations": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the plugin, as in its manifest.
                 * @example driver-mqtt
                 */
                pluginId: components["parameters"]["PluginId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptConfigurationList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "connections.configurations": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptConfigurationList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "connections.status": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its state */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionStatus"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "connections.trace": {
        parameters: {
            query?: {
                /** @description Only entries after this sequence. */
                after?: number;
                /** @description The most entries to list. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The trace */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionTrace"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "connections.followTrace": {
        parameters: {
            query?: never;
            header?: {
                /** @description Goes on after this sequence. */
                "Last-Event-ID"?: string;
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Entries as they come */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "connections.downloadTrace": {
        parameters: {
            query?: {
                /** @description jsonl: one entry a line. csv: RFC 4180 in UTF-8. */
                format?: "jsonl" | "csv";
            };
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/jsonl": string;
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "dashboardWidgets.list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DashboardWidgetList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "paymentChannels.list": {
        parameters: {
            query?: {
                /** @description Only those of this site. */
                siteId?: components["schemas"]["Id"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Channels */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentChannelList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "payments.callback": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The connection of the channel. */
                connectionId: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        /** @description In the channel's own form. */
        requestBody: {
            content: {
                "*/*": string;
            };
        };
        responses: {
            /** @description In the channel's own form */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "bulk.export": {
        parameters: {
            query?: {
                /** @description Only what lies at this site. */
                siteId?: components["schemas"]["Id"];
                /** @description Only these, by the names of their services. */
                kinds?: string[];
                /** @description xlsx: a workbook. csv: a ZIP with a CSV file for each kind. */
                format?: "xlsx" | "csv";
                /** @description Whether the names of the columns are wanted alone. */
                template?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                    "application/zip": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "bulk.check": {
        parameters: {
            query?: {
                /** @description What a single CSV file holds; workbooks and ZIP files say it themselves. */
                kind?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A workbook (XLSX), a CSV file, or a ZIP of CSV files, as the template has them. */
        requestBody: {
            content: {
                "*/*": string;
            };
        };
        responses: {
            /** @description What would be done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkReport"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "bulk.annotate": {
        parameters: {
            query?: {
                /** @description What a single CSV file holds; workbooks and ZIP files say it themselves. */
                kind?: string;
                /** @description Of the remarks. */
                language?: "en" | "zh-CN";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A workbook (XLSX), a CSV file, or a ZIP of CSV files, as the template has them. */
        requestBody: {
            content: {
                "*/*": string;
            };
        };
        responses: {
            /** @description The workbook */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "bulk.apply": {
        parameters: {
            query?: {
                /** @description `plan` of the check: where something else would be done by now, nothing is. */
                plan?: string;
                /** @description What a single CSV file holds; workbooks and ZIP files say it themselves. */
                kind?: string;
            };
            header: {
                /**
                 * @description Names this command once and for all: repeated with the same body it acts once and answers the same; with another body it is refused (409).
                 * @example 6f1c9e0a-2f0b-4f5e-9d7a-3f5c2b1a0d9e
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description A workbook (XLSX), a CSV file, or a ZIP of CSV files, as the template has them. */
        requestBody: {
            content: {
                "*/*": string;
            };
        };
        responses: {
            /** @description What was done; its rows stand in the audit log */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkReport"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
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
    "metrics.read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Figures */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "docs.contract": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "docs.page": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "docs.errors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "docs.asset": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which file. */
                file: "swagger-ui.css" | "swagger-ui-bundle.js" | "init.js" | "page.css" | "favicon.png";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "setup.owner": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OwnerSetup"];
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "auth.signIn": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description Signed in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description A second factor is needed yet */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecondFactorWanted"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "auth.signOut": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed out */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    "auth.session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "auth.requestCode": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInCodeRequest"];
            };
        };
        responses: {
            /** @description Asked for */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    "auth.signInWithCode": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInByCode"];
            };
        };
        responses: {
            /** @description Signed in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description A second factor is needed yet */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecondFactorWanted"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "auth.completeSignIn": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondFactorAnswer"];
            };
        };
        responses: {
            /** @description Signed in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "auth.beginSecondFactor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondFactorBegin"];
            };
        };
        responses: {
            /** @description To be confirmed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecondFactorSetup"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "auth.confirmSecondFactor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondFactorCode"];
            };
        };
        responses: {
            /** @description Confirmed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    "auth.disableSecondFactor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondFactorCode"];
            };
        };
        responses: {
            /** @description Given up */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    "auth.changePassword": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description Changed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    "auth.changeProfile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OwnProfile"];
            };
        };
        responses: {
            /** @description Changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "auth.listSessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Sessions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Items
                         * @description The newest first.
                         */
                        items: components["schemas"]["OwnSession"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "auth.endSession": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ended */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    "users.disable": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Shut out */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "users.enable": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Let in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "invitations.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Field to sort by; with a minus, the other way round. */
                sort?: "id" | "-id" | "createdAt" | "-createdAt";
                /** @description csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same. */
                format?: "json" | "csv";
                /** @description Only those with this value. */
                siteId?: string | null;
                /** @description Only those with this value. */
                tenantId?: string | null;
                /** @description Only those with this value. */
                role?: components["schemas"]["Role"];
                /** @description Only those with this value. */
                email?: components["schemas"]["Email"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; or all that the filters leave, as a table for spreadsheets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationPage"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "invitations.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewInvitation"];
            };
        };
        responses: {
            /** @description Invited */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedInvitation"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "invitations.revoke": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Taken back */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "invitations.accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvitationAcceptance"];
            };
        };
        responses: {
            /** @description Accepted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "apiKeys.list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Keys */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Items
                         * @description In order.
                         */
                        items: components["schemas"]["ApiKey"][];
                        /**
                         * Next cursor
                         * @description Send it as `cursor` to go on; null: this was the last page.
                         */
                        nextCursor: string | null;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "apiKeys.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewApiKey"];
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedApiKey"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "apiKeys.revoke": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    "users.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Users */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Items
                         * @description In order.
                         */
                        items: components["schemas"]["User"][];
                        /**
                         * Next cursor
                         * @description Send it as `cursor` to go on; null: this was the last page.
                         */
                        nextCursor: string | null;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "users.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUser"];
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "roleAssignments.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Field to sort by; with a minus, the other way round. */
                sort?: "id" | "-id";
                /** @description csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same. */
                format?: "json" | "csv";
                /** @description Only those with this value. */
                userId?: string;
                /** @description Only those with this value. */
                role?: components["schemas"]["Role"];
                /** @description Only those with this value. */
                siteId?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; or all that the filters leave, as a table for spreadsheets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleAssignmentPage"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "roleAssignments.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoleAssignmentCreate"];
            };
        };
        responses: {
            /** @description Assigned */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleAssignment"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "roleAssignments.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The role assignment */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleAssignment"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "roleAssignments.revoke": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Taken away */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    "accounts.postings": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
            };
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Postings */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Items
                         * @description In order.
                         */
                        items: components["schemas"]["Posting"][];
                        /**
                         * Next cursor
                         * @description Send it as `cursor` to go on; null: this was the last page.
                         */
                        nextCursor: string | null;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "accounts.charges": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Only at or after this instant. */
                from?: components["parameters"]["FromAt"];
                /** @description Only before this instant. */
                to?: components["parameters"]["ToAt"];
            };
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Charges */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Items
                         * @description In order.
                         */
                        items: components["schemas"]["Charge"][];
                        /**
                         * Next cursor
                         * @description Send it as `cursor` to go on; null: this was the last page.
                         */
                        nextCursor: string | null;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "meteringPoints.readings": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Only at or after this instant. */
                from?: components["parameters"]["FromAt"];
                /** @description Only before this instant. */
                to?: components["parameters"]["ToAt"];
            };
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Readings */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Items
                         * @description In order.
                         */
                        items: components["schemas"]["Reading"][];
                        /**
                         * Next cursor
                         * @description Send it as `cursor` to go on; null: this was the last page.
                         */
                        nextCursor: string | null;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "accounts.summary": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The summary */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountSummary"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "accounts.usage": {
        parameters: {
            query?: {
                /** @description First instant of the range. */
                fromAt?: components["parameters"]["SinceAt"];
                /** @description First instant after the range; now without it. */
                toAt?: components["parameters"]["UntilAt"];
                /** @description Length of a bucket by the local calendar. */
                bucket?: components["parameters"]["Bucket"];
            };
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The series */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageSeries"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "meteringPoints.usage": {
        parameters: {
            query?: {
                /** @description First instant of the range. */
                fromAt?: components["parameters"]["SinceAt"];
                /** @description First instant after the range; now without it. */
                toAt?: components["parameters"]["UntilAt"];
                /** @description Length of a bucket by the local calendar. */
                bucket?: components["parameters"]["Bucket"];
            };
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The series */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageSeries"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "sites.usage": {
        parameters: {
            query?: {
                /** @description First instant of the range. */
                fromAt?: components["parameters"]["SinceAt"];
                /** @description First instant after the range; now without it. */
                toAt?: components["parameters"]["UntilAt"];
                /** @description Length of a bucket by the local calendar. */
                bucket?: components["parameters"]["Bucket"];
            };
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The series */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageSeries"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "announcements.current": {
        parameters: {
            query?: {
                /** @description Where it is shown. */
                place?: "portal" | "kiosk";
            };
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is announced */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CurrentAnnouncements"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "deviceTemplates.list": {
        parameters: {
            query?: {
                /** @description Only those of this type of connection. */
                driver?: string;
                /** @description Only those that meter this. */
                medium?: components["schemas"]["Utility"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The templates */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceTemplateList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "commissionings.certificate": {
        parameters: {
            query?: {
                /** @description Of the words of the form. */
                language?: "en" | "zh-CN";
            };
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The certificate */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "sites.overview": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The overview */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SiteOverview"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "sites.spacesState": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The spaces */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SpacesState"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "meteringPoints.history": {
        parameters: {
            query?: {
                /** @description First instant of the range. */
                fromAt?: components["parameters"]["SinceAt"];
                /** @description First instant after the range; now without it. */
                toAt?: components["parameters"]["UntilAt"];
                /** @description How many buckets at most. */
                points?: number;
            };
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The history */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeteringHistory"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "charges.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The charge */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChargeExplanation"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "tariffVersions.week": {
        parameters: {
            query?: {
                /** @description An instant of the week. */
                at?: components["schemas"]["Instant"];
            };
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The week */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TariffWeek"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "readings.list": {
        parameters: {
            query: {
                /** @description Whose readings. */
                registerId: components["schemas"]["Id"];
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Only at or after this instant. */
                from?: components["parameters"]["FromAt"];
                /** @description Only before this instant. */
                to?: components["parameters"]["ToAt"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Readings */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Items
                         * @description In order.
                         */
                        items: components["schemas"]["Reading"][];
                        /**
                         * Next cursor
                         * @description Send it as `cursor` to go on; null: this was the last page.
                         */
                        nextCursor: string | null;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "quarantine.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Only those of this register. */
                registerId?: components["schemas"]["Id"];
                /** @description Only those that are open (true) or settled (false). */
                open?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Readings */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Items
                         * @description In order.
                         */
                        items: components["schemas"]["QuarantinedReading"][];
                        /**
                         * Next cursor
                         * @description Send it as `cursor` to go on; null: this was the last page.
                         */
                        nextCursor: string | null;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "quarantine.inputs": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Inputs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Items
                         * @description In order.
                         */
                        items: components["schemas"]["QuarantinedInput"][];
                        /**
                         * Next cursor
                         * @description Send it as `cursor` to go on; null: this was the last page.
                         */
                        nextCursor: string | null;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "repairItems.close": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version that the change was made from; a newer one refuses the change (412).
                 * @example "7"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Closed */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RepairItem"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "audit.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Only at or after this instant. */
                from?: components["parameters"]["FromAt"];
                /** @description Only before this instant. */
                to?: components["parameters"]["ToAt"];
                /** @description Only those of this user. */
                actorId?: string;
                /** @description Only this operation. */
                operation?: string;
                /** @description Only this subject. */
                subject?: string;
                /** @description Only subjects of this kind: what stands before their colon. */
                service?: string;
                /** @description Only at this site. */
                siteId?: string;
                /** @description Only what was done; or only what was denied. */
                outcome?: "done" | "denied";
                /** @description csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same. */
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; or all that the filters leave, as a table for spreadsheets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                    "application/json": {
                        /**
                         * Items
                         * @description In order.
                         */
                        items: components["schemas"]["AuditEvent"][];
                        /**
                         * Next cursor
                         * @description Send it as `cursor` to go on; null: this was the last page.
                         */
                        nextCursor: string | null;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "audit.verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Result */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditVerification"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "events.stream": {
        parameters: {
            query?: {
                /** @description Only this site. */
                site?: components["schemas"]["Id"];
                /** @description Only these topics. */
                topics?: string[];
            };
            header?: {
                /** @description Goes on after this event. */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "installations.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Field to sort by; with a minus, the other way round. */
                sort?: "id" | "-id" | "fromAt" | "-fromAt";
                /** @description csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same. */
                format?: "json" | "csv";
                /** @description Only those with this value. */
                meterId?: components["schemas"]["Id"];
                /** @description Only those with this value. */
                meteringPointId?: components["schemas"]["Id"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; or all that the filters leave, as a table for spreadsheets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InstallationPage"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "installations.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewInstallation"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Installation"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "installations.end": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InstallationEnd"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Installation"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "installations.swap": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MeterSwap"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Installation"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "connections.matchTemplates": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TemplateMatchRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateMatchList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "connections.applyTemplate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TemplateApplication"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateOutcome"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "commissionings.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Field to sort by; with a minus, the other way round. */
                sort?: "id" | "-id" | "startedAt" | "-startedAt";
                /** @description csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same. */
                format?: "json" | "csv";
                /** @description Only those with this value. */
                siteId?: components["schemas"]["Id"];
                /** @description Only those with this value. */
                meterId?: components["schemas"]["Id"];
                /** @description Only those with this value. */
                meteringPointId?: components["schemas"]["Id"];
                /** @description Only those with this value. */
                connectionId?: string | null;
                /** @description Only those with this value. */
                state?: "mapped" | "seen" | "off-ordered" | "on-ordered" | "tested" | "signed" | "abandoned";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; or all that the filters leave, as a table for spreadsheets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommissioningPage"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "commissionings.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCommissioning"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Commissioning"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "commissionings.see": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Commissioning"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "commissionings.startTest": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names this command once and for all: repeated with the same body it acts once and answers the same; with another body it is refused (409).
                 * @example 6f1c9e0a-2f0b-4f5e-9d7a-3f5c2b1a0d9e
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RelayTestStart"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Commissioning"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "commissionings.restoreTest": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names this command once and for all: repeated with the same body it acts once and answers the same; with another body it is refused (409).
                 * @example 6f1c9e0a-2f0b-4f5e-9d7a-3f5c2b1a0d9e
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Commissioning"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "commissionings.endTest": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names this command once and for all: repeated with the same body it acts once and answers the same; with another body it is refused (409).
                 * @example 6f1c9e0a-2f0b-4f5e-9d7a-3f5c2b1a0d9e
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RelayTestEnd"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Commissioning"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "commissionings.sign": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommissioningSignature"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Commissioning"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "commissionings.saveTemplate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OwnTemplateRequest"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnTemplate"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "commissionings.abandon": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommissioningAbandonment"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Commissioning"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "serviceAgreements.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Field to sort by; with a minus, the other way round. */
                sort?: "id" | "-id" | "fromAt" | "-fromAt";
                /** @description csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same. */
                format?: "json" | "csv";
                /** @description Only those with this value. */
                contractId?: components["schemas"]["Id"];
                /** @description Only those with this value. */
                accountId?: components["schemas"]["Id"];
                /** @description Only those with this value. */
                meteringPointId?: components["schemas"]["Id"];
                /** @description Only those with this value. */
                tariffPlanId?: components["schemas"]["Id"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; or all that the filters leave, as a table for spreadsheets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceAgreementPage"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "serviceAgreements.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewServiceAgreement"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceAgreement"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "serviceAgreements.end": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ServiceAgreementEnd"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceAgreement"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "tariffVersions.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Field to sort by; with a minus, the other way round. */
                sort?: "id" | "-id" | "effectiveAt" | "-effectiveAt" | "createdAt" | "-createdAt";
                /** @description csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same. */
                format?: "json" | "csv";
                /** @description Only those with this value. */
                tariffPlanId?: components["schemas"]["Id"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; or all that the filters leave, as a table for spreadsheets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TariffVersionPage"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "tariffVersions.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTariffVersion"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TariffVersion"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "tariffQuotes.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTariffQuote"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TariffQuote"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "transfers.create": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names this command once and for all: repeated with the same body it acts once and answers the same; with another body it is refused (409).
                 * @example 6f1c9e0a-2f0b-4f5e-9d7a-3f5c2b1a0d9e
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTransfer"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transfer"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "fees.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Field to sort by; with a minus, the other way round. */
                sort?: "id" | "-id" | "at" | "-at";
                /** @description Only those that hold this text, in any case, in reason. */
                q?: string;
                /** @description csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same. */
                format?: "json" | "csv";
                /** @description Only those with this value. */
                siteId?: components["schemas"]["Id"];
                /** @description Only those with this value. */
                accountId?: components["schemas"]["Id"];
                /** @description Only those with this value. */
                kind?: "property" | "parking" | "other";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; or all that the filters leave, as a table for spreadsheets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeePage"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "fees.create": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names this command once and for all: repeated with the same body it acts once and answers the same; with another body it is refused (409).
                 * @example 6f1c9e0a-2f0b-4f5e-9d7a-3f5c2b1a0d9e
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewFee"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fee"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "notices.open": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notice"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "notices.confirmDoor": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notice"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "questions.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Field to sort by; with a minus, the other way round. */
                sort?: "id" | "-id" | "lastMessageAt" | "-lastMessageAt";
                /** @description Only those that hold this text, in any case, in subject. */
                q?: string;
                /** @description csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same. */
                format?: "json" | "csv";
                /** @description Only those with this value. */
                siteId?: components["schemas"]["Id"];
                /** @description Only those with this value. */
                accountId?: components["schemas"]["Id"];
                /** @description Only those with this value. */
                tenantId?: components["schemas"]["Id"];
                /** @description Only those with this value. */
                state?: "open" | "answered" | "closed";
                /** @description Only those with this value. */
                assignedTo?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; or all that the filters leave, as a table for spreadsheets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuestionPage"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "questions.ask": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names this command once and for all: repeated with the same body it acts once and answers the same; with another body it is refused (409).
                 * @example 6f1c9e0a-2f0b-4f5e-9d7a-3f5c2b1a0d9e
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewQuestion"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Question"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "questions.reply": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names this command once and for all: repeated with the same body it acts once and answers the same; with another body it is refused (409).
                 * @example 6f1c9e0a-2f0b-4f5e-9d7a-3f5c2b1a0d9e
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuestionReply"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Question"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "questions.assign": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuestionAssignment"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Question"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "questions.close": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Question"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "questions.reopen": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Question"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "repairItems.assign": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RepairAssignment"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RepairItem"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "topUps.create": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names this command once and for all: repeated with the same body it acts once and answers the same; with another body it is refused (409).
                 * @example 6f1c9e0a-2f0b-4f5e-9d7a-3f5c2b1a0d9e
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTopUp"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentOrder"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "paymentOrders.refresh": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentOrder"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "paymentOrders.close": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentOrder"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "refunds.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Field to sort by; with a minus, the other way round. */
                sort?: "id" | "-id";
                /** @description csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same. */
                format?: "json" | "csv";
                /** @description Only those with this value. */
                orderId?: components["schemas"]["Id"];
                /** @description Only those with this value. */
                state?: "awaiting-approval" | "approved" | "sent" | "refunded" | "failed" | "rejected";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; or all that the filters leave, as a table for spreadsheets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefundPage"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "refunds.create": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names this command once and for all: repeated with the same body it acts once and answers the same; with another body it is refused (409).
                 * @example 6f1c9e0a-2f0b-4f5e-9d7a-3f5c2b1a0d9e
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRefund"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refund"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "refunds.approve": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names this command once and for all: repeated with the same body it acts once and answers the same; with another body it is refused (409).
                 * @example 6f1c9e0a-2f0b-4f5e-9d7a-3f5c2b1a0d9e
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refund"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "refunds.reject": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names this command once and for all: repeated with the same body it acts once and answers the same; with another body it is refused (409).
                 * @example 6f1c9e0a-2f0b-4f5e-9d7a-3f5c2b1a0d9e
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refund"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "refunds.send": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names this command once and for all: repeated with the same body it acts once and answers the same; with another body it is refused (409).
                 * @example 6f1c9e0a-2f0b-4f5e-9d7a-3f5c2b1a0d9e
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refund"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "connections.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Field to sort by; with a minus, the other way round. */
                sort?: "id" | "-id" | "name" | "-name" | "type" | "-type";
                /** @description Only those that hold this text, in any case, in name, type. */
                q?: string;
                /** @description csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same. */
                format?: "json" | "csv";
                /** @description Only those with this value. */
                siteId?: string;
                /** @description Only those with this value. */
                pluginId?: string;
                /** @description Only those with this value. */
                type?: string;
                /** @description Whether what has been removed is listed as well. */
                archived?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; or all that the filters leave, as a table for spreadsheets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionPage"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "connections.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewConnection"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "connections.configure": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConnectionSettings"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "connections.trust": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CertificateTrust"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "connections.test": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionTest"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "plugins.configure": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the plugin, as in its manifest.
                 * @example driver-mqtt
                 */
                pluginId: components["parameters"]["PluginId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PluginSettings"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Plugin"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "plugins.rescan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PluginRescan"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "plugins.reload": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the plugin, as in its manifest.
                 * @example driver-mqtt
                 */
                pluginId: components["parameters"]["PluginId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Plugin"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "plugins.enable": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the plugin, as in its manifest.
                 * @example driver-mqtt
                 */
                pluginId: components["parameters"]["PluginId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Plugin"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "plugins.disable": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the plugin, as in its manifest.
                 * @example driver-mqtt
                 */
                pluginId: components["parameters"]["PluginId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Plugin"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "plugins.restoreConfiguration": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the plugin, as in its manifest.
                 * @example driver-mqtt
                 */
                pluginId: components["parameters"]["PluginId"];
                /**
                 * @description Version of a kept configuration.
                 * @example 3
                 */
                version: components["parameters"]["KeptVersion"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Plugin"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "plugins.remove": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the plugin, as in its manifest.
                 * @example driver-mqtt
                 */
                pluginId: components["parameters"]["PluginId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Plugin"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "connections.enable": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "connections.disable": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "connections.reload": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "connections.startTrace": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TraceStart"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionTrace"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "connections.stopTrace": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionTrace"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "connections.testDraft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConnectionDraft"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionTest"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "connections.discoverDraft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DraftSearch"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Discovery"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "connections.browseDraft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DraftBrowseRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Browsing"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "connections.discover": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SearchLimits"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Discovery"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "connections.browse": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BrowseRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Browsing"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "connections.cancelSearch": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SearchCancellation"];
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    "connections.restoreConfiguration": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
                /**
                 * @description Version of a kept configuration.
                 * @example 3
                 */
                version: components["parameters"]["KeptVersion"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "supplyOrders.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Field to sort by; with a minus, the other way round. */
                sort?: "id" | "-id" | "fromAt" | "-fromAt";
                /** @description csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same. */
                format?: "json" | "csv";
                /** @description Only those with this value. */
                supplyPointId?: components["schemas"]["Id"];
                /** @description Only those with this value. */
                authority?: "manual" | "bms" | "automation";
                /** @description Only those with this value. */
                wish?: "on" | "off";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; or all that the filters leave, as a table for spreadsheets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupplyOrderPage"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "supplyOrders.create": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names this command once and for all: repeated with the same body it acts once and answers the same; with another body it is refused (409).
                 * @example 6f1c9e0a-2f0b-4f5e-9d7a-3f5c2b1a0d9e
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSupplyOrder"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupplyOrder"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "supplyOrders.end": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names this command once and for all: repeated with the same body it acts once and answers the same; with another body it is refused (409).
                 * @example 6f1c9e0a-2f0b-4f5e-9d7a-3f5c2b1a0d9e
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupplyOrder"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "supplyLockOuts.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Field to sort by; with a minus, the other way round. */
                sort?: "id" | "-id" | "setAt" | "-setAt";
                /** @description csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same. */
                format?: "json" | "csv";
                /** @description Only those with this value. */
                supplyPointId?: components["schemas"]["Id"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; or all that the filters leave, as a table for spreadsheets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupplyLockOutPage"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "supplyLockOuts.create": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names this command once and for all: repeated with the same body it acts once and answers the same; with another body it is refused (409).
                 * @example 6f1c9e0a-2f0b-4f5e-9d7a-3f5c2b1a0d9e
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSupplyLockOut"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupplyLockOut"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "supplyLockOuts.release": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names this command once and for all: repeated with the same body it acts once and answers the same; with another body it is refused (409).
                 * @example 6f1c9e0a-2f0b-4f5e-9d7a-3f5c2b1a0d9e
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupplyLockOut"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "supplyProtections.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Field to sort by; with a minus, the other way round. */
                sort?: "id" | "-id" | "fromAt" | "-fromAt";
                /** @description csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same. */
                format?: "json" | "csv";
                /** @description Only those with this value. */
                siteId?: components["schemas"]["Id"];
                /** @description Only those with this value. */
                kind?: "medical" | "date" | "hours" | "other";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; or all that the filters leave, as a table for spreadsheets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupplyProtectionPage"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "supplyProtections.create": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names this command once and for all: repeated with the same body it acts once and answers the same; with another body it is refused (409).
                 * @example 6f1c9e0a-2f0b-4f5e-9d7a-3f5c2b1a0d9e
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSupplyProtection"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupplyProtection"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "supplyProtections.end": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names this command once and for all: repeated with the same body it acts once and answers the same; with another body it is refused (409).
                 * @example 6f1c9e0a-2f0b-4f5e-9d7a-3f5c2b1a0d9e
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupplyProtection"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "disputes.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Field to sort by; with a minus, the other way round. */
                sort?: "id" | "-id" | "openedAt" | "-openedAt" | "reviewAt" | "-reviewAt";
                /** @description csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same. */
                format?: "json" | "csv";
                /** @description Only those with this value. */
                accountId?: components["schemas"]["Id"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; or all that the filters leave, as a table for spreadsheets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DisputePage"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "disputes.create": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names this command once and for all: repeated with the same body it acts once and answers the same; with another body it is refused (409).
                 * @example 6f1c9e0a-2f0b-4f5e-9d7a-3f5c2b1a0d9e
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDispute"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dispute"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "disputes.close": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names this command once and for all: repeated with the same body it acts once and answers the same; with another body it is refused (409).
                 * @example 6f1c9e0a-2f0b-4f5e-9d7a-3f5c2b1a0d9e
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DisputeClosure"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dispute"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "paymentPlans.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Field to sort by; with a minus, the other way round. */
                sort?: "id" | "-id" | "agreedAt" | "-agreedAt" | "nextDueAt" | "-nextDueAt";
                /** @description csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same. */
                format?: "json" | "csv";
                /** @description Only those with this value. */
                accountId?: components["schemas"]["Id"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; or all that the filters leave, as a table for spreadsheets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentPlanPage"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "paymentPlans.create": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names this command once and for all: repeated with the same body it acts once and answers the same; with another body it is refused (409).
                 * @example 6f1c9e0a-2f0b-4f5e-9d7a-3f5c2b1a0d9e
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPaymentPlan"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentPlan"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "paymentPlans.keep": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names this command once and for all: repeated with the same body it acts once and answers the same; with another body it is refused (409).
                 * @example 6f1c9e0a-2f0b-4f5e-9d7a-3f5c2b1a0d9e
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PaymentPlanInstalment"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentPlan"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "paymentPlans.end": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names this command once and for all: repeated with the same body it acts once and answers the same; with another body it is refused (409).
                 * @example 6f1c9e0a-2f0b-4f5e-9d7a-3f5c2b1a0d9e
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentPlan"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "debtEpisodes.approve": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names this command once and for all: repeated with the same body it acts once and answers the same; with another body it is refused (409).
                 * @example 6f1c9e0a-2f0b-4f5e-9d7a-3f5c2b1a0d9e
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DebtEpisode"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "debtEpisodes.refuse": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names this command once and for all: repeated with the same body it acts once and answers the same; with another body it is refused (409).
                 * @example 6f1c9e0a-2f0b-4f5e-9d7a-3f5c2b1a0d9e
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DebtEpisode"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "guardHolds.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Field to sort by; with a minus, the other way round. */
                sort?: "id" | "-id" | "setAt" | "-setAt";
                /** @description csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same. */
                format?: "json" | "csv";
                /** @description Only those with this value. */
                siteId?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; or all that the filters leave, as a table for spreadsheets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuardHoldPage"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "guardHolds.create": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names this command once and for all: repeated with the same body it acts once and answers the same; with another body it is refused (409).
                 * @example 6f1c9e0a-2f0b-4f5e-9d7a-3f5c2b1a0d9e
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewGuardHold"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuardHold"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "guardHolds.release": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names this command once and for all: repeated with the same body it acts once and answers the same; with another body it is refused (409).
                 * @example 6f1c9e0a-2f0b-4f5e-9d7a-3f5c2b1a0d9e
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuardHold"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "guardQuarantine.release": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names this command once and for all: repeated with the same body it acts once and answers the same; with another body it is refused (409).
                 * @example 6f1c9e0a-2f0b-4f5e-9d7a-3f5c2b1a0d9e
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuardQuarantine"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "policyProfiles.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Field to sort by; with a minus, the other way round. */
                sort?: "id" | "-id" | "code" | "-code" | "title" | "-title";
                /** @description Only those that hold this text, in any case, in code, title. */
                q?: string;
                /** @description csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same. */
                format?: "json" | "csv";
                /** @description Only those with this value. */
                code?: components["schemas"]["Code"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; or all that the filters leave, as a table for spreadsheets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyProfilePage"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "policyProfiles.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PolicyProfileCreate"];
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyProfile"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "policyProfiles.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The policy profile */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyProfile"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "policyProfiles.update": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version that the change was made from; a newer one refuses the change (412).
                 * @example "7"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PolicyProfileUpdate"];
            };
        };
        responses: {
            /** @description Changed */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyProfile"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "sites.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Field to sort by; with a minus, the other way round. */
                sort?: "id" | "-id" | "code" | "-code" | "name" | "-name";
                /** @description Only those that hold this text, in any case, in code, name. */
                q?: string;
                /** @description csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same. */
                format?: "json" | "csv";
                /** @description Only those with this value. */
                code?: components["schemas"]["Code"];
                /** @description Whether what has been removed is listed as well. */
                archived?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; or all that the filters leave, as a table for spreadsheets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SitePage"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "sites.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SiteCreate"];
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Site"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "sites.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The site */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Site"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "sites.remove": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version that the change was made from; a newer one refuses the change (412).
                 * @example "7"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Site"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "sites.update": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version that the change was made from; a newer one refuses the change (412).
                 * @example "7"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SiteUpdate"];
            };
        };
        responses: {
            /** @description Changed */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Site"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "spaces.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Field to sort by; with a minus, the other way round. */
                sort?: "id" | "-id" | "code" | "-code" | "name" | "-name";
                /** @description Only those that hold this text, in any case, in code, name. */
                q?: string;
                /** @description csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same. */
                format?: "json" | "csv";
                /** @description Only those with this value. */
                siteId?: components["schemas"]["Id"];
                /** @description Only those with this value. */
                parentId?: string | null;
                /** @description Only those with this value. */
                kind?: "building" | "floor" | "unit" | "common";
                /** @description Only those with this value. */
                code?: components["schemas"]["Code"];
                /** @description Whether what has been removed is listed as well. */
                archived?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; or all that the filters leave, as a table for spreadsheets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SpacePage"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "spaces.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SpaceCreate"];
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Space"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "spaces.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The space */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Space"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "spaces.remove": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version that the change was made from; a newer one refuses the change (412).
                 * @example "7"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Space"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "spaces.update": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version that the change was made from; a newer one refuses the change (412).
                 * @example "7"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SpaceUpdate"];
            };
        };
        responses: {
            /** @description Changed */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Space"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "tenants.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Field to sort by; with a minus, the other way round. */
                sort?: "id" | "-id" | "code" | "-code" | "name" | "-name";
                /** @description Only those that hold this text, in any case, in code, name, email. */
                q?: string;
                /** @description csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same. */
                format?: "json" | "csv";
                /** @description Only those with this value. */
                siteId?: components["schemas"]["Id"];
                /** @description Only those with this value. */
                code?: components["schemas"]["Code"];
                /** @description Whether what has been removed is listed as well. */
                archived?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; or all that the filters leave, as a table for spreadsheets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantPage"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "tenants.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TenantCreate"];
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "tenants.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tenant */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "tenants.remove": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version that the change was made from; a newer one refuses the change (412).
                 * @example "7"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "tenants.update": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version that the change was made from; a newer one refuses the change (412).
                 * @example "7"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TenantUpdate"];
            };
        };
        responses: {
            /** @description Changed */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "contracts.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Field to sort by; with a minus, the other way round. */
                sort?: "id" | "-id" | "code" | "-code" | "fromAt" | "-fromAt";
                /** @description Only those that hold this text, in any case, in code. */
                q?: string;
                /** @description csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same. */
                format?: "json" | "csv";
                /** @description Only those with this value. */
                siteId?: components["schemas"]["Id"];
                /** @description Only those with this value. */
                tenantId?: components["schemas"]["Id"];
                /** @description Only those with this value. */
                code?: components["schemas"]["Code"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; or all that the filters leave, as a table for spreadsheets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContractPage"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "contracts.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContractCreate"];
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Contract"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "contracts.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The contract */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Contract"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "contracts.update": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version that the change was made from; a newer one refuses the change (412).
                 * @example "7"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContractUpdate"];
            };
        };
        responses: {
            /** @description Changed */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Contract"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "accounts.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Field to sort by; with a minus, the other way round. */
                sort?: "id" | "-id" | "code" | "-code";
                /** @description Only those that hold this text, in any case, in code. */
                q?: string;
                /** @description csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same. */
                format?: "json" | "csv";
                /** @description Only those with this value. */
                siteId?: components["schemas"]["Id"];
                /** @description Only those with this value. */
                contractId?: components["schemas"]["Id"];
                /** @description Only those with this value. */
                code?: components["schemas"]["Code"];
                /** @description Only those with this value. */
                state?: "open" | "closing" | "closed";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; or all that the filters leave, as a table for spreadsheets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountPage"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "accounts.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountCreate"];
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "accounts.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "accounts.update": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version that the change was made from; a newer one refuses the change (412).
                 * @example "7"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountUpdate"];
            };
        };
        responses: {
            /** @description Changed */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "paymentOrders.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Field to sort by; with a minus, the other way round. */
                sort?: "id" | "-id" | "createdAt" | "-createdAt";
                /** @description Only those that hold this text, in any case, in reference, description, channelReference. */
                q?: string;
                /** @description csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same. */
                format?: "json" | "csv";
                /** @description Only those with this value. */
                siteId?: components["schemas"]["Id"];
                /** @description Only those with this value. */
                accountId?: components["schemas"]["Id"];
                /** @description Only those with this value. */
                connectionId?: components["schemas"]["Id"];
                /** @description Only those with this value. */
                state?: "created" | "pending" | "captured" | "closed" | "failed";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; or all that the filters leave, as a table for spreadsheets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentOrderPage"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "paymentOrders.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The payment order */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentOrder"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "refunds.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The refund */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refund"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "fees.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The fee */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fee"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "meters.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Field to sort by; with a minus, the other way round. */
                sort?: "id" | "-id" | "serial" | "-serial" | "model" | "-model";
                /** @description Only those that hold this text, in any case, in serial, model. */
                q?: string;
                /** @description csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same. */
                format?: "json" | "csv";
                /** @description Only those with this value. */
                siteId?: components["schemas"]["Id"];
                /** @description Only those with this value. */
                serial?: string;
                /** @description Only those with this value. */
                utility?: components["schemas"]["Utility"];
                /** @description Whether what has been removed is listed as well. */
                archived?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; or all that the filters leave, as a table for spreadsheets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeterPage"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "meters.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MeterCreate"];
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Meter"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "meters.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The meter */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Meter"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "meters.remove": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version that the change was made from; a newer one refuses the change (412).
                 * @example "7"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Meter"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "meters.update": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version that the change was made from; a newer one refuses the change (412).
                 * @example "7"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MeterUpdate"];
            };
        };
        responses: {
            /** @description Changed */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Meter"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "registers.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Field to sort by; with a minus, the other way round. */
                sort?: "id" | "-id" | "code" | "-code";
                /** @description csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same. */
                format?: "json" | "csv";
                /** @description Only those with this value. */
                meterId?: components["schemas"]["Id"];
                /** @description Only those with this value. */
                code?: components["schemas"]["Code"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; or all that the filters leave, as a table for spreadsheets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterPage"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "registers.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegisterCreate"];
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Register"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "registers.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The register */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Register"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "meteringPoints.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Field to sort by; with a minus, the other way round. */
                sort?: "id" | "-id" | "code" | "-code" | "name" | "-name";
                /** @description Only those that hold this text, in any case, in code, name. */
                q?: string;
                /** @description csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same. */
                format?: "json" | "csv";
                /** @description Only those with this value. */
                siteId?: components["schemas"]["Id"];
                /** @description Only those with this value. */
                spaceId?: components["schemas"]["Id"];
                /** @description Only those with this value. */
                utility?: components["schemas"]["Utility"];
                /** @description Only those with this value. */
                code?: components["schemas"]["Code"];
                /** @description Whether what has been removed is listed as well. */
                archived?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; or all that the filters leave, as a table for spreadsheets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeteringPointPage"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "meteringPoints.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MeteringPointCreate"];
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeteringPoint"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "meteringPoints.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The metering point */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeteringPoint"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "meteringPoints.remove": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version that the change was made from; a newer one refuses the change (412).
                 * @example "7"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeteringPoint"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "meteringPoints.update": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version that the change was made from; a newer one refuses the change (412).
                 * @example "7"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MeteringPointUpdate"];
            };
        };
        responses: {
            /** @description Changed */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeteringPoint"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "installations.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The installation */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Installation"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "commissionings.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The commissioning */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Commissioning"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "ownTemplates.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Field to sort by; with a minus, the other way round. */
                sort?: "id" | "-id" | "title" | "-title";
                /** @description csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same. */
                format?: "json" | "csv";
                /** @description Only those with this value. */
                siteId?: components["schemas"]["Id"];
                /** @description Only those with this value. */
                driver?: string;
                /** @description Whether what has been removed is listed as well. */
                archived?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; or all that the filters leave, as a table for spreadsheets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnTemplatePage"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "ownTemplates.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The own template */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnTemplate"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "ownTemplates.remove": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version that the change was made from; a newer one refuses the change (412).
                 * @example "7"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnTemplate"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "tariffPlans.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Field to sort by; with a minus, the other way round. */
                sort?: "id" | "-id" | "code" | "-code" | "name" | "-name";
                /** @description Only those that hold this text, in any case, in code, name. */
                q?: string;
                /** @description csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same. */
                format?: "json" | "csv";
                /** @description Only those with this value. */
                siteId?: components["schemas"]["Id"];
                /** @description Only those with this value. */
                utility?: components["schemas"]["Utility"];
                /** @description Only those with this value. */
                code?: components["schemas"]["Code"];
                /** @description Whether what has been removed is listed as well. */
                archived?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; or all that the filters leave, as a table for spreadsheets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TariffPlanPage"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "tariffPlans.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TariffPlanCreate"];
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TariffPlan"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "tariffPlans.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tariff plan */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TariffPlan"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "tariffPlans.remove": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version that the change was made from; a newer one refuses the change (412).
                 * @example "7"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TariffPlan"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "tariffPlans.update": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version that the change was made from; a newer one refuses the change (412).
                 * @example "7"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TariffPlanUpdate"];
            };
        };
        responses: {
            /** @description Changed */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TariffPlan"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "tariffVersions.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tariff version */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TariffVersion"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "serviceAgreements.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The service agreement */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceAgreement"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "connections.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The connection */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "connections.remove": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version that the change was made from; a newer one refuses the change (412).
                 * @example "7"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "points.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Field to sort by; with a minus, the other way round. */
                sort?: "id" | "-id";
                /** @description csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same. */
                format?: "json" | "csv";
                /** @description Only those with this value. */
                connectionId?: components["schemas"]["Id"];
                /** @description Only those with this value. */
                meterId?: string | null;
                /** @description Only those with this value. */
                registerId?: string | null;
                /** @description Only those with this value. */
                role?: "register" | "relay" | "power" | "current" | "online" | "value";
                /** @description Whether what has been removed is listed as well. */
                archived?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; or all that the filters leave, as a table for spreadsheets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PointPage"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "points.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PointCreate"];
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Point"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "points.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The point */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Point"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "points.remove": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version that the change was made from; a newer one refuses the change (412).
                 * @example "7"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Point"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "points.update": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version that the change was made from; a newer one refuses the change (412).
                 * @example "7"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PointUpdate"];
            };
        };
        responses: {
            /** @description Changed */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Point"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "supplyPoints.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Field to sort by; with a minus, the other way round. */
                sort?: "id" | "-id" | "stateSince" | "-stateSince";
                /** @description csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same. */
                format?: "json" | "csv";
                /** @description Only those with this value. */
                siteId?: components["schemas"]["Id"];
                /** @description Only those with this value. */
                meteringPointId?: components["schemas"]["Id"];
                /** @description Only those with this value. */
                desired?: "on" | "off";
                /** @description Only those with this value. */
                verified?: "on" | "off" | "unknown";
                /** @description Only those with this value. */
                state?: "on" | "off" | "cutting" | "restoring" | "unknown" | "drawing" | "contrary" | "unreachable";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; or all that the filters leave, as a table for spreadsheets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupplyPointPage"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "supplyPoints.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SupplyPointCreate"];
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupplyPoint"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "supplyPoints.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The supply point */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupplyPoint"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "supplyPoints.update": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version that the change was made from; a newer one refuses the change (412).
                 * @example "7"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SupplyPointUpdate"];
            };
        };
        responses: {
            /** @description Changed */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupplyPoint"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "supplyDecisions.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Field to sort by; with a minus, the other way round. */
                sort?: "id" | "-id" | "at" | "-at";
                /** @description csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same. */
                format?: "json" | "csv";
                /** @description Only those with this value. */
                supplyPointId?: components["schemas"]["Id"];
                /** @description Only those with this value. */
                accountId?: string | null;
                /** @description Only those with this value. */
                desired?: "on" | "off";
                /** @description Only those with this value. */
                rule?: "life-safety" | "lock-out" | "protection" | "manual-order" | "credit" | "bms-order" | "no-account";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; or all that the filters leave, as a table for spreadsheets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupplyDecisionPage"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "supplyDecisions.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The supply decision */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupplyDecision"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "supplyOrders.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The supply order */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupplyOrder"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "supplyLockOuts.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The supply lock-out */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupplyLockOut"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "supplyProtections.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The supply protection */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupplyProtection"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "supplyCommands.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Field to sort by; with a minus, the other way round. */
                sort?: "id" | "-id" | "sentAt" | "-sentAt";
                /** @description csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same. */
                format?: "json" | "csv";
                /** @description Only those with this value. */
                supplyPointId?: components["schemas"]["Id"];
                /** @description Only those with this value. */
                action?: "cut" | "restore";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; or all that the filters leave, as a table for spreadsheets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupplyCommandPage"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "supplyCommands.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The supply command */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupplyCommand"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "debtEpisodes.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Field to sort by; with a minus, the other way round. */
                sort?: "id" | "-id" | "beganAt" | "-beganAt";
                /** @description csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same. */
                format?: "json" | "csv";
                /** @description Only those with this value. */
                accountId?: components["schemas"]["Id"];
                /** @description Only those with this value. */
                approval?: "none" | "requested" | "approved" | "refused";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; or all that the filters leave, as a table for spreadsheets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DebtEpisodePage"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "debtEpisodes.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The debt episode */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DebtEpisode"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "disputes.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The dispute */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dispute"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "paymentPlans.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The payment plan */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentPlan"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "guardHolds.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The hold on all cuts */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuardHold"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "guardQuarantine.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Field to sort by; with a minus, the other way round. */
                sort?: "id" | "-id" | "lastAt" | "-lastAt";
                /** @description csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same. */
                format?: "json" | "csv";
                /** @description Only those with this value. */
                siteId?: components["schemas"]["Id"];
                /** @description Only those with this value. */
                path?: "policy" | "manual" | "bms" | "automation";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; or all that the filters leave, as a table for spreadsheets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuardQuarantinePage"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "guardQuarantine.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The quarantined cut */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuardQuarantine"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "repairItems.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Field to sort by; with a minus, the other way round. */
                sort?: "id" | "-id" | "openedAt" | "-openedAt" | "lastAt" | "-lastAt";
                /** @description Only those that hold this text, in any case, in kind, subject. */
                q?: string;
                /** @description csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same. */
                format?: "json" | "csv";
                /** @description Only those with this value. */
                siteId?: string | null;
                /** @description Only those with this value. */
                kind?: string;
                /** @description Only those with this value. */
                severity?: "info" | "warning" | "critical";
                /** @description Only those with this value. */
                ownerRole?: string;
                /** @description Only those with this value. */
                assignedTo?: string | null;
                /** @description Only those with this value. */
                state?: "open" | "closed";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; or all that the filters leave, as a table for spreadsheets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RepairItemPage"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "repairItems.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The repair item */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RepairItem"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "invitations.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The invitation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "notices.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Field to sort by; with a minus, the other way round. */
                sort?: "id" | "-id" | "createdAt" | "-createdAt";
                /** @description Only those that hold this text, in any case, in subject. */
                q?: string;
                /** @description csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same. */
                format?: "json" | "csv";
                /** @description Only those with this value. */
                siteId?: string;
                /** @description Only those with this value. */
                accountId?: string | null;
                /** @description Only those with this value. */
                tenantId?: string | null;
                /** @description Only those with this value. */
                staffRole?: string | null;
                /** @description Only those with this value. */
                kind?: "low-balance" | "very-low-balance" | "cut-coming" | "cut" | "restored" | "receipt" | "refund" | "repair-item" | "question-asked" | "question-answered" | "spending-limit-near" | "spending-limit-reached";
                /** @description Only those with this value. */
                state?: "open" | "delivered" | "undeliverable";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; or all that the filters leave, as a table for spreadsheets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticePage"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "notices.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The notice */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notice"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "noticeRoutes.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Field to sort by; with a minus, the other way round. */
                sort?: "id" | "-id" | "rank" | "-rank";
                /** @description csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same. */
                format?: "json" | "csv";
                /** @description Only those with this value. */
                siteId?: components["schemas"]["Id"];
                /** @description Only those with this value. */
                accountId?: string | null;
                /** @description Only those with this value. */
                staffRole?: "owner" | "manager" | "cashier" | "accountant" | "technician" | "auditor" | null;
                /** @description Only those with this value. */
                connectionId?: components["schemas"]["Id"];
                /** @description Whether what has been removed is listed as well. */
                archived?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; or all that the filters leave, as a table for spreadsheets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeRoutePage"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "noticeRoutes.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoticeRouteCreate"];
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeRoute"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "noticeRoutes.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The notice route */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeRoute"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "noticeRoutes.remove": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version that the change was made from; a newer one refuses the change (412).
                 * @example "7"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeRoute"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "noticeRoutes.update": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version that the change was made from; a newer one refuses the change (412).
                 * @example "7"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoticeRouteUpdate"];
            };
        };
        responses: {
            /** @description Changed */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeRoute"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "dashboards.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Field to sort by; with a minus, the other way round. */
                sort?: "id" | "-id" | "title" | "-title";
                /** @description csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same. */
                format?: "json" | "csv";
                /** @description Only those with this value. */
                siteId?: string | null;
                /** @description Only those with this value. */
                shared?: boolean;
                /** @description Whether what has been removed is listed as well. */
                archived?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; or all that the filters leave, as a table for spreadsheets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DashboardPage"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "dashboards.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DashboardCreate"];
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dashboard"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "dashboards.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The dashboard */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dashboard"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "dashboards.remove": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version that the change was made from; a newer one refuses the change (412).
                 * @example "7"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dashboard"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "dashboards.update": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version that the change was made from; a newer one refuses the change (412).
                 * @example "7"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DashboardUpdate"];
            };
        };
        responses: {
            /** @description Changed */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dashboard"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "announcements.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Field to sort by; with a minus, the other way round. */
                sort?: "id" | "-id" | "from" | "-from";
                /** @description csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same. */
                format?: "json" | "csv";
                /** @description Only those with this value. */
                siteId?: components["schemas"]["Id"];
                /** @description Only those with this value. */
                audience?: "portal" | "kiosk" | "both";
                /** @description Whether what has been removed is listed as well. */
                archived?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; or all that the filters leave, as a table for spreadsheets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnnouncementPage"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "announcements.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnnouncementCreate"];
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Announcement"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "announcements.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The announcement */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Announcement"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "announcements.remove": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version that the change was made from; a newer one refuses the change (412).
                 * @example "7"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Announcement"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "announcements.update": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version that the change was made from; a newer one refuses the change (412).
                 * @example "7"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnnouncementUpdate"];
            };
        };
        responses: {
            /** @description Changed */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Announcement"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "questions.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The question */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Question"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "questionMessages.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Field to sort by; with a minus, the other way round. */
                sort?: "id" | "-id";
                /** @description csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same. */
                format?: "json" | "csv";
                /** @description Only those with this value. */
                questionId?: components["schemas"]["Id"];
                /** @description Only those with this value. */
                side?: "tenant" | "staff";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; or all that the filters leave, as a table for spreadsheets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuestionMessagePage"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "questionMessages.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The message of a question */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuestionMessage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "spendingLimits.list": {
        parameters: {
            query?: {
                /** @description Where to go on, as `nextCursor` of the page before says; the first page without it. */
                cursor?: components["parameters"]["PageCursor"];
                /** @description How many items at most. */
                limit?: components["parameters"]["PageLimit"];
                /** @description Field to sort by; with a minus, the other way round. */
                sort?: "id" | "-id";
                /** @description csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same. */
                format?: "json" | "csv";
                /** @description Only those with this value. */
                accountId?: components["schemas"]["Id"];
                /** @description Only those with this value. */
                period?: "day" | "month";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; or all that the filters leave, as a table for spreadsheets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SpendingLimitPage"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "spendingLimits.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SpendingLimitCreate"];
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SpendingLimit"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "spendingLimits.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The spending limit */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SpendingLimit"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "spendingLimits.update": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version that the change was made from; a newer one refuses the change (412).
                 * @example "7"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Which one. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SpendingLimitUpdate"];
            };
        };
        responses: {
            /** @description Changed */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SpendingLimit"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
}
