#[repr(C)]
#[derive(Clone, Copy)]
pub union Payload {
    pub int: i64,
    pub real: f64,
    pub flag: u8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Value {
    pub tag: u32,
    pub payload: Payload,
}

const INT: u32 = 0;
const REAL: u32 = 1;
const FLAG: u32 = 2;

#[derive(Clone, Copy)]
enum Typed {
    Int(i64),
    Real(f64),
    Flag(bool),
}

impl Value {
    /// # Safety
    /// The member that the tag names must have been written.
    unsafe fn typed(self) -> Option<Typed> {
        match self.tag {
            INT => Some(Typed::Int(self.payload.int)),
            REAL => Some(Typed::Real(self.payload.real)),
            FLAG => Some(Typed::Flag(self.payload.flag != 0)),
            _ => None,
        }
    }
}

/// 0 and the truth of the value in `out`, or -1 for an unknown tag.
#[no_mangle]
pub unsafe extern "C" fn value_truth(v: Value, out: *mut bool) -> i32 {
    let (Some(v), false) = (v.typed(), out.is_null()) else { return -1 };
    out.write(match v {
        Typed::Int(n) => n != 0,
        Typed::Real(x) => x != 0.0 && !x.is_nan(),
        Typed::Flag(b) => b,
    });
    0
}

#[no_mangle]
pub unsafe extern "C" fn value_negate(v: Value) -> Value {
    let payload = match v.typed() {
        Some(Typed::Int(n)) => Payload { int: n.wrapping_neg() },
        Some(Typed::Real(x)) => Payload { real: -x },
        Some(Typed::Flag(b)) => Payload { flag: u8::from(!b) },
        None => return v,
    };
    Value { tag: v.tag, payload }
}
