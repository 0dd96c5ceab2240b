//! The elements of SAF-T that matter here.

/// The schema has about ten levels.
pub(super) const DEEPEST: usize = 64;

macro_rules! elements {
    ($($name:ident),* $(,)?) => {
        /// An element by its name, whatever its prefix.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Element {
            $($name,)*
            /// About persons: passed over with all that is in it.
            Private,
            /// Of no use here; what is in it may be.
            Unknown,
        }

        impl Element {
            pub(super) fn named(name: &str) -> Element {
                match name {
                    $(stringify!($name) => Element::$name,)*
                    "Contact" | "BankAccount" | "TaxRegistration" | "AuditFileSender" | "Owners"
                    | "Customers" | "UserID" | "SourceID" => Element::Private,
                    _ => Element::Unknown,
                }
            }
        }
    };
}

elements! {
    Account, AccountID, Address, Amount, AuditFile, AuditFileVersion, BalanceAccount, Country,
    CreditAmount, DebitAmount, DefaultCurrencyCode, GeneralLedgerAccounts, GeneralLedgerEntries,
    GroupingCategory, GroupingCode, Header, Journal, Line, MasterFiles, NaceCode, Name, PartyInfo,
    Period, PeriodEndYear, PeriodStartYear, PeriodYear, RegistrationNumber, SelectionCriteria,
    SelectionEndDate, SelectionStartDate, SoftwareCompanyName, SoftwareID, SoftwareVersion,
    StandardAccountID, Supplier, SupplierID, Suppliers, TotalCredit, TotalDebit, Transaction,
    TransactionDate, Type,
}

impl Element {
    /// Whether its text may be a value that is taken.
    pub(super) fn is_taken(self) -> bool {
        !matches!(self, Element::Private | Element::Unknown)
    }
}
