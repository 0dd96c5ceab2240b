//! The supplier register.

use super::Input;
use crate::data::Supplier;
use crate::data::nace::{self, Version};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::load::rows::rows;

pub fn read(input: Input<'_>, diagnostics: &mut Diagnostics) -> Option<Vec<Supplier>> {
    let mut seen = std::collections::BTreeMap::new();
    let list = rows(
        input,
        diagnostics,
        |columns| {
            // Known, and of no use yet.
            for name in ["org_form", "relation", "currency"] {
                columns.optional(name);
            }
            (
                columns.required("supplier_id"),
                columns.required("name"),
                columns.required("country"),
                columns.optional("nace"),
                columns.required("turnover"),
                columns.optional("coc_signed_on"),
                (columns.optional("orgnr"), columns.optional("publish")),
            )
        },
        |row, (id, name, country, nace, turnover, signed, (orgnr, publish)), d| {
            let id_text = row.filled(*id, d);
            let turnover_value = row.number(*turnover, d);
            match turnover_value {
                None if row.text(*turnover).is_empty() => {
                    row.wrong(*turnover, "is empty", "write 0 if nothing was bought", d);
                }
                Some(amount) if amount.is_sign_negative() && !amount.is_zero() => {
                    row.wrong(
                        *turnover,
                        "is negative",
                        "credit notes must not exceed the purchases of the year",
                        d,
                    );
                }
                _ => {}
            }
            let code = crate::locale::country_code(row.text(*country));
            if code.is_none() && !row.text(*country).is_empty() {
                let help = "write its two-letter code, such as NO, or its name";
                row.wrong(*country, "is not a country", help, d);
            }
            let industry = row.text(*nace);
            if !industry.is_empty() && !nace::exists(Version::Rev2, industry) {
                row.wrong(*nace, "is not a class of NACE Rev. 2", "write four digits as 46.46", d);
            }
            let signed_on = row.date(*signed, d);
            let supplier = Supplier {
                id: id_text?.into(),
                name: row.text(*name).into(),
                country: code.map(Into::into),
                industry: (!industry.is_empty()).then(|| industry.into()),
                turnover: turnover_value?,
                number: (!row.text(*orgnr).is_empty())
                    .then(|| row.text(*orgnr).replace(' ', "").into()),
                published: row.yes(*publish, d),
                code_of_conduct_signed_on: signed_on,
            };
            Some((supplier, row.place(*id)))
        },
    )?;
    let mut suppliers = Vec::with_capacity(list.len());
    for (supplier, place) in list {
        if let Some(first) = seen.insert(supplier.id.clone(), place) {
            let message = format!("the supplier number `{}` stands twice", supplier.id);
            diagnostics.push(
                Diagnostic::error("duplicate-id", place, message)
                    .related(first, "first here")
                    .help("merge the two rows, or give one another number"),
            );
        }
        suppliers.push(supplier);
    }
    Some(suppliers)
}
