#[no_mangle]
pub extern "C" fn add_one(x: u32) -> u32 { x.wrapping_add(1) }
#[cfg(test)]
mod tests {
    #[test]
    fn adds() { let v = vec![1]; assert_eq!(super::add_one(v[0]), 2); }
}
