mod cal;
#[unsafe(no_mangle)]
pub extern "C" fn date_ordinal(year: i32, month: u8, day: u8) -> u16 {
    let date = cal::Date { year, month, day };
    date.ordinal().unwrap_or(0)
}
