use crate::fare::{Quote, Table};
#[unsafe(no_mangle)]
pub extern "C" fn fare_table(n: u8) -> Box<Table> { Box::new(Table::load(n.into())) }
#[unsafe(no_mangle)]
pub extern "C" fn fare_table_free(table: Option<Box<Table>>) { drop(table) }
#[unsafe(no_mangle)]
pub extern "C" fn fare_quote(table: &Table, from: u8, to: u8) -> Option<Box<Quote>> {
    table.quote(from, to).map(Box::new)
}
#[unsafe(no_mangle)]
pub extern "C" fn fare_cents(quote: &Quote) -> u64 { quote.cents }
#[unsafe(no_mangle)]
pub extern "C" fn fare_legs(quote: &Quote) -> usize { quote.legs.len() }
#[unsafe(no_mangle)]
pub extern "C" fn fare_quote_free(_: Option<Box<Quote>>) {}
