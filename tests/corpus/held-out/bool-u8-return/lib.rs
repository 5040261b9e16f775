use std::os::raw::c_int;

#[no_mangle]
pub extern "C" fn is_prime_small(n: c_int) -> c_int {
    if n < 2 {
        return 0;
    }
    let mut d = 2;
    while d < n {
        if n % d == 0 {
            return 0;
        }
        d += 1;
    }
    n
}
