"""The finance silo: one SQLite file with debtors, invoices, payments, dunning and the payroll."""
