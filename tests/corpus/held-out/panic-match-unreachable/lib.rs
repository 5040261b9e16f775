#[no_mangle]
pub extern "C" fn month_days(month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28,
        _ => unreachable!("no such month"),
    }
}
