use std::mem;

#[repr(C)]
pub struct Primes {
    pub ptr: *mut u32,
    pub len: usize,
}

fn sieve(limit: u32) -> Vec<u32> {
    let limit = limit.min(1 << 20) as usize;
    let mut composite = vec![false; limit + 1];
    let mut out = Vec::with_capacity(limit / 2 + 2);
    for n in 2..=limit {
        if composite[n] {
            continue;
        }
        out.push(n as u32);
        for m in (n * n..=limit).step_by(n) {
            composite[m] = true;
        }
    }
    out
}

#[no_mangle]
pub extern "C" fn primes_below(limit: u32) -> Primes {
    let mut found = sieve(limit);
    let out = Primes { ptr: found.as_mut_ptr(), len: found.len() };
    mem::forget(found);
    out
}

#[no_mangle]
pub unsafe extern "C" fn primes_free(p: Primes) {
    if !p.ptr.is_null() {
        drop(Vec::from_raw_parts(p.ptr, p.len, p.len));
    }
}
