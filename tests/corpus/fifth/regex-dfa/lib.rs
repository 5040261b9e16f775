const DEAD: u16 = u16::MAX;

struct State {
    next: [u16; 256],
    accept: bool,
}

pub struct Dfa {
    states: Vec<State>,
}

impl Dfa {
    fn add(&mut self, accept: bool) -> u16 {
        match u16::try_from(self.states.len()) {
            Ok(n) if n != DEAD => {
                self.states.push(State { next: [DEAD; 256], accept });
                n
            }
            _ => DEAD,
        }
    }

    fn matches(&self, text: &[u8]) -> bool {
        let mut at = 0u16;
        for b in text {
            let Some(s) = self.states.get(usize::from(at)) else { return false };
            at = s.next[usize::from(*b)];
        }
        self.states.get(usize::from(at)).is_some_and(|s| s.accept)
    }
}

#[no_mangle]
pub extern "C" fn dfa_new() -> *mut Dfa {
    Box::into_raw(Box::new(Dfa { states: Vec::with_capacity(8) }))
}

#[no_mangle]
pub unsafe extern "C" fn dfa_free(d: *mut Dfa) {
    if !d.is_null() {
        drop(Box::from_raw(d));
    }
}

#[no_mangle]
pub unsafe extern "C" fn dfa_add_state(d: *mut Dfa, accept: bool) -> u16 {
    d.as_mut().map_or(DEAD, |d| d.add(accept))
}

#[no_mangle]
pub unsafe extern "C" fn dfa_set_edge(d: *mut Dfa, from: u16, lo: u8, hi: u8, to: u16) -> bool {
    let Some(d) = d.as_mut() else { return false };
    let row = &mut d.states[usize::from(from)];
    for b in lo..=hi {
        row.next[usize::from(b)] = to;
    }
    lo <= hi
}

#[no_mangle]
pub unsafe extern "C" fn dfa_match(d: *const Dfa, text: *const u8, len: usize) -> bool {
    match d.as_ref() {
        Some(d) if !text.is_null() => d.matches(std::slice::from_raw_parts(text, len)),
        _ => false,
    }
}
