/** Staff who read what tenants ask, and those of them who answer. */
export const READERS = ['owner', 'manager', 'cashier', 'accountant', 'technician', 'auditor']
export const ANSWERERS = ['owner', 'manager', 'cashier', 'accountant', 'technician']
