/// How many stems of a row of `n` get a graft.
#[no_mangle]
pub extern "C" fn graft_stems(n: u32, spacing_cm: u32) -> u32 {
    match spacing_cm {
        0 => 0,
        1..=200 => n / 2,
        _ => n,
    }
}
