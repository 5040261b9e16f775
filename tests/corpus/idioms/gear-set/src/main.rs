unsafe extern "C" {
    fn gear_set(code: u8) -> bool;
    fn gear_get() -> u8;
}
fn main() {
    let code = std::env::args().nth(1).and_then(|a| a.parse().ok()).unwrap_or(0);
    println!("{} {}", unsafe { gear_set(code) }, unsafe { gear_get() });
}
