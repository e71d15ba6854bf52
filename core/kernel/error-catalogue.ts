/** What a catalogue entry says of a code. */
export interface ErrorEntry {
  /** HTTP status that the code is answered with. */
  readonly status: number
  readonly title: string
  /** What the reader can do about it. */
  readonly remedy: string
  /** Whether the same call may succeed later, unchanged. */
  readonly retryable: boolean
}

/**
 * Every error code that Busbar can answer with. A code is never renamed or reused; docs/errors.md
 * is generated from here.
 */
export const catalogue = {
  'decimal-invalid': bad('Not a decimal', 'Send a decimal string such as "12.5".'),
  'decimal-too-precise': bad('Too many decimals', 'Send at most six decimals.'),
  'instant-invalid': bad(
    'Not an instant',
    'Send an RFC 3339 instant such as "2026-01-31T08:00:00Z".',
  ),
  'date-invalid': bad('Not a day', 'Send a calendar day such as "2026-01-31".'),
  'time-zone-invalid': bad(
    'Not a time zone',
    'Name a zone of the IANA database, such as "Asia/Shanghai".',
  ),
  'validation-failed': bad(
    'The input does not fit its schema',
    'Mend the fields named in "errors".',
    422,
  ),
  'idempotency-key-reused': bad(
    'Idempotency key used before with another body',
    'Send a new key for a new command.',
    409,
  ),
  'not-serialisable': bad(
    'Not plain data',
    'Hand over plain data only: no functions, class instances, cycles or NaN.',
    500,
  ),
  'insufficient-funds': bad(
    'Not enough money in the purse',
    'Top up, or ask for a smaller amount.',
    409,
  ),
  'ledger-account-unknown': bad('No such ledger account', 'Check the account id.', 404),
  'currency-mismatch': bad('The currencies differ', 'Use the currency of the account.', 409),
  'tariff-invalid': bad(
    'The compiled tariff contradicts its contract',
    'Mend the tariff strategy at the places named in "errors".',
    422,
  ),
  'tariff-band-unknown': bad(
    'The tariff has no such band',
    'Map the meter’s band register to a band of the tariff, or add the band to the tariff.',
    422,
  ),
  'amount-not-payable': bad(
    'Not an amount that can be paid',
    'Send an amount above zero in whole minor units, such as "12.50".',
  ),
  'account-closed': bad('The account is closed', 'Use an account that is open.', 409),
  'order-not-captured': bad(
    'The order has not been paid',
    'Refund an order whose state is captured.',
    409,
  ),
  'order-settled': bad('The order is settled already', 'Make a new top-up instead.', 409),
  'refund-exceeds-capture': bad(
    'More than was paid',
    'Ask for at most what the order brought in, less its other refunds.',
    409,
  ),
  'refund-not-waiting': bad(
    'The refund does not wait for this',
    'Read the refund again: its state has moved on.',
    409,
  ),
  'own-approval': bad('Nobody approves their own', 'Ask a second person to decide.', 403),
  'staff-only': bad('For staff only', 'Choose another way to pay, or go to the desk.', 403),
  'life-safety': bad(
    'Life-safety circuits are never switched',
    'Nobody can: fire protection, lifts and medical devices stay on by every path.',
    403,
  ),
  'supply-refused': bad(
    'Supply control refuses this',
    'Read it again: it has ended already, or stands already.',
    409,
  ),
  'second-person-needed': bad(
    'A second person is needed',
    'You have released it already: ask somebody else to release it too.',
    409,
  ),
  unsupported: bad(
    'Not offered here',
    'Look at the capabilities: this contribution does not offer the operation.',
    501,
  ),
  'channel-refused': bad(
    'The payment channel refused the request',
    "Check the connection's configuration against the channel's answer in the message.",
    502,
  ),
  'channel-answer-invalid': bad(
    "The payment channel's answer cannot be read",
    'Nothing was taken from it; ask the channel for a whole and readable one.',
    502,
  ),
  'channel-unavailable': {
    status: 503,
    title: 'The payment channel does not answer',
    remedy: 'Try again shortly.',
    retryable: true,
  },
  'not-found': bad('Not found', 'Check the id; it may have been removed.', 404),
  'question-closed': bad('The question is closed', 'Reopen it, then reply.', 409),
  'order-not-credited': bad(
    'There is no receipt for this order',
    'Ask again once it is paid; where the money was handed back, the refund says so.',
    409,
  ),
  conflict: bad('Changed by somebody else meanwhile', 'Read it again and repeat your change.', 409),
  'in-use': bad(
    'Something depends on it',
    'End, move or remove what "dependents" lists first.',
    409,
  ),
  archived: bad(
    'It has been removed',
    'Removed things can be read and no longer changed or chosen: make a new one.',
    409,
  ),
  'configuration-invalid': bad(
    'The configuration is wrong',
    'Mend the environment variables that the message names.',
    500,
  ),
  'port-unavailable': bad(
    'The port cannot be listened on',
    'Free the port, or choose another with BUSBAR_HTTP_PORT.',
    500,
  ),
  'embedded-database-failed': bad(
    'The embedded PostgreSQL does not start',
    'Read the end of its log in the message.',
    500,
  ),
  'embedded-database-in-use': bad(
    'Another Busbar uses this data folder',
    'Stop it, or choose another folder with BUSBAR_DATA_DIR.',
    409,
  ),
  'database-logins-wrong': bad(
    'The database logins are missing or have the wrong rights',
    'Run the SQL that the message gives, as a superuser of the server.',
    500,
  ),
  'database-newer': bad(
    'The database is newer than this Busbar',
    'Start the newer Busbar, or restore a backup made by this one.',
    500,
  ),
  'migration-changed': bad(
    'A migration that was already run has been changed',
    'Restore the file; write what is new as a new migration.',
    500,
  ),
  'migration-failed': bad(
    'A migration failed and was rolled back',
    'Read the cause in the message; nothing of this migration was kept.',
    500,
  ),
  'migrations-pending': bad(
    'The database is older than this Busbar',
    'Run `npx busbar migrate` with DATABASE_OWNER_URL set.',
    500,
  ),
  'sign-in-failed': bad('E-mail, password or code is wrong', 'Check them and try again.', 401),
  unauthenticated: bad(
    'Not signed in',
    'Sign in, or send an API key in X-Api-Key; this operation may take only one of them.',
    401,
  ),
  forbidden: bad('Your roles do not allow this', 'Ask an owner for a role that does.', 403),
  'origin-refused': bad(
    'Sent from another site',
    'Call with the session cookie only from pages of this instance; programs use an API key.',
    403,
  ),
  'second-factor-wrong': bad(
    'The second factor is wrong',
    'Send the code that the authenticator shows now, or a recovery code that was not used yet.',
    401,
  ),
  'sign-in-expired': bad('Too late, or too often wrong', 'Begin to sign in anew.', 401),
  'second-factor-unfit': bad(
    'The second factor is not in that state',
    'Read the session: it is on already, off, or was not begun.',
    409,
  ),
  'password-wrong': bad(
    'The present password is wrong',
    'Say the password that you have now.',
    403,
  ),
  'invitation-refused': bad(
    'The invitation is not valid',
    'It was used, taken back or has expired: ask to be invited again.',
    403,
  ),
  'invitation-settled': bad(
    'The invitation is settled',
    'It was accepted or taken back already: read it again.',
    409,
  ),
  'invitation-needs-sign-in': bad(
    'The invited person is a user already',
    'Sign in by the address that was invited, then accept again.',
    409,
  ),
  'setup-refused': bad(
    'The set-up link is not valid',
    'It works once, on an empty instance; start the instance to see a new one.',
    403,
  ),
  'route-unknown': bad('No such address', 'See /api/docs for all addresses.', 404),
  'method-not-allowed': bad('No such method here', 'See the header Allow.', 405),
  'already-exists': bad(
    'There is one already',
    'Choose another code, or change the one that is there.',
    409,
  ),
  'last-owner': bad(
    'This is the last owner',
    'Make another owner of the whole instance first.',
    409,
  ),
  'version-mismatch': bad(
    'Changed by somebody else meanwhile',
    'Read it again, and repeat your change with its new ETag.',
    412,
  ),
  'if-match-missing': bad(
    'The version that you change is not said',
    'Send the ETag that you have read in If-Match.',
    428,
  ),
  'idempotency-key-missing': bad(
    'The command has no name',
    'Send an Idempotency-Key of your own making; repeat it when you repeat the command.',
  ),
  'body-malformed': bad('The body cannot be read', 'Send one JSON value in UTF-8.'),
  'body-too-large': bad('The body is too large', 'Send less at once.', 413),
  'media-type-unsupported': bad(
    'This media type is not understood',
    'Send Content-Type: application/json.',
    415,
  ),
  'cursor-invalid': bad(
    'The cursor is not one of this list',
    'Start again without a cursor, with the same filters and sorting.',
  ),
  'rate-limited': {
    status: 429,
    title: 'Too many attempts',
    remedy: 'Wait as long as Retry-After says.',
    retryable: true,
  },
  'request-timed-out': {
    status: 504,
    title: 'It took too long',
    remedy: 'Look whether it was done, then try again with the same idempotency key.',
    retryable: true,
  },
  'plugin-manifest-invalid': bad(
    'The plugin manifest is not valid',
    'Mend plugin.json where "errors" points, then reload the plugin.',
    422,
  ),
  'plugin-schema-invalid': bad(
    'A schema of the plugin is not valid',
    'Mend the schema where "errors" points, then reload the plugin.',
    422,
  ),
  'plugin-api-incompatible': bad(
    'The plugin was written for other contracts',
    'Install a version of the plugin that fits the contracts of this Busbar.',
    409,
  ),
  'plugin-isolation-unsupported': bad(
    'The plugin asks for an isolation that is not there',
    'Set "isolation" to "shared" in plugin.json if you trust the plugin with the core\'s process.',
    409,
  ),
  'plugin-duplicate': bad(
    'Another plugin came first with the same id or type',
    'Remove one of the two, or rename the later one.',
    409,
  ),
  'plugin-built-in': bad(
    'The plugin comes with Busbar and cannot be removed',
    'Disable it instead.',
    409,
  ),
  'plugin-load-failed': bad(
    'The plugin could not be loaded',
    'Read the detail, mend or update the plugin, then reload it.',
    502,
  ),
  'plugin-contribution-invalid': bad(
    'The plugin does not contribute what its manifest declares',
    'Make plugin.json and register() agree, then reload the plugin.',
    502,
  ),
  'plugin-install-failed': bad(
    'The plugin could not be installed',
    'Read what npm said. A plugin names @busbar/core among its peerDependencies, not its dependencies.',
    502,
  ),
  'rescan-failed': bad(
    'The running Busbar did not look for plugins',
    'What was installed or removed is so. Check address and key, or send POST /api/v1/plugins/rescan yourself.',
    502,
  ),
  'plugin-call-failed': bad(
    'The plugin failed',
    'Read the detail; a plugin that keeps failing is paused and a repair item opened.',
    502,
  ),
  'plugin-timeout': {
    status: 504,
    title: 'The plugin did not answer in time',
    remedy: 'Ask for the state before you repeat a command: it may have taken effect.',
    // Not by itself: a repeated command acts again.
    retryable: false,
  },
  'plugin-not-available': {
    status: 503,
    title: 'The plugin cannot be called now',
    remedy: 'Look at the state of the plugin and of the connection; try again once they are up.',
    retryable: true,
  },
  'connection-test-failed': bad(
    'The connection test failed',
    'Mend the configuration as the detail says, test it, then save.',
    422,
  ),
  'secret-unreadable': bad(
    'A secret cannot be unsealed',
    'Restore the key file that sealed it, or enter the secret again.',
    500,
  ),
  'database-unavailable': {
    status: 503,
    title: 'The database does not answer',
    remedy: 'Try again shortly; nothing was lost.',
    retryable: true,
  },
  'range-too-large': bad(
    'The range holds too much',
    'Ask for a shorter range, or for larger buckets.',
    422,
  ),
  'exports-busy': {
    status: 503,
    title: 'Too many tables are being written',
    remedy: 'Wait until one of the downloads under way has ended, then ask again.',
    retryable: true,
  },
  overloaded: {
    status: 503,
    title: 'Busy',
    remedy: 'Try again shortly with the same idempotency key.',
    retryable: true,
  },
  internal: {
    status: 500,
    title: 'Something went wrong on our side',
    remedy: 'Report the trace id; nothing half-done was kept.',
    retryable: false,
  },
} as const satisfies Record<string, ErrorEntry>

function bad(title: string, remedy: string, status = 400): ErrorEntry {
  return { status, title, remedy, retryable: false }
}
