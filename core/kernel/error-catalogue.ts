import { ofPlugins } from './error-catalogue-plugins.ts'
import { bad, type ErrorEntry } from './error-entry.ts'

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
    409,
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
  'commissioning-not-ready': bad(
    'The commissioning is not ready for this step',
    'Do what the detail names first, then try again.',
    409,
  ),
  'relay-test-refused': bad(
    'The relay is not tested now',
    'The detail names what stands against it; end that, wait, or sign off without a test and say why.',
    409,
  ),
  'certificate-altered': bad(
    'The certificate does not match its hash',
    'Compare it with a copy that was downloaded before, and look into the audit log.',
    409,
  ),
  'in-use': bad(
    'Something depends on it',
    'End, move or remove what "dependents" lists first.',
    409,
  ),
  'import-unreadable': bad(
    'The file cannot be read',
    'Send a workbook (XLSX), a CSV file, or a ZIP of CSV files, as the template has them.',
    422,
  ),
  'import-too-large': bad('The file is too large', 'Divide it and import the parts.', 413),
  'import-refused': bad(
    'The file has errors, and nothing was written',
    'Mend the cells that "errors" names, check the file again, and import it then.',
    422,
  ),
  'import-plan-changed': bad(
    'Something else would be done than when the file was checked',
    'Check the file again, look at what would be done now, and import it then.',
    409,
  ),
  'import-busy': {
    status: 503,
    title: 'Another file is being read',
    remedy: 'Try again when it is through.',
    retryable: true,
  },
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
  'demo-not-offered': bad(
    'No demo building is offered here',
    'Start Busbar from a clone of the project by `npm start -- --empty`, or run the demo by `npm start`.',
    409,
  ),
  'demo-site-exists': bad(
    'There is a site already',
    'The demo building is for an instance without sites: load it into another one.',
    409,
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
  ...ofPlugins,
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
