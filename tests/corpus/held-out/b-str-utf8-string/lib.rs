#[no_mangle]
pub unsafe extern "C" fn vowels(p: *const u8, n: usize) -> usize {
    if p.is_null() {
        return 0;
    }
    let bytes = std::slice::from_raw_parts(p, n).to_vec();
    let text = String::from_utf8(bytes).unwrap();
    text.chars().filter(|c| "aeiou".contains(*c)).count()
}
