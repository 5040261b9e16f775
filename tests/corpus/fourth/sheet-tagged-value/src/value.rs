#[repr(C)]
#[derive(Clone, Copy)]
pub union Payload {
    pub number: f64,
    pub boolean: u8,
    pub error: u32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Raw {
    pub tag: u32,
    pub reserved: u32,
    pub payload: Payload,
}

pub enum Value {
    Empty,
    Number(f64),
    Bool(bool),
    Error(u32),
}

impl Value {
    pub fn read(raw: &Raw) -> Option<Value> {
        match raw.tag {
            0 => Some(Value::Empty),
            1 => Some(Value::Number(unsafe { raw.payload.number })),
            2 => Some(Value::Bool(unsafe { raw.payload.boolean } != 0)),
            3 => Some(Value::Error(unsafe { raw.payload.error })),
            _ => None,
        }
    }

    pub fn raw(&self) -> Raw {
        let (tag, payload) = match self {
            Value::Empty => (0, Payload { number: 0.0 }),
            Value::Number(n) => (1, Payload { number: *n }),
            Value::Bool(b) => (2, Payload { boolean: u8::from(*b) }),
            Value::Error(e) => (3, Payload { error: *e }),
        };
        Raw { tag, reserved: 0, payload }
    }
}
