#[repr(u8)]
#[derive(Clone, Copy)]
pub enum Opcode {
    Continuation = 0,
    Text = 1,
    Binary = 2,
    Close = 8,
    Ping = 9,
    Pong = 10,
}

#[repr(C)]
pub struct Header {
    pub length: u64,
    pub opcode: Opcode,
    pub fin: bool,
    pub masked: bool,
}

fn opcode(bits: u8) -> Option<Opcode> {
    if !matches!(bits, 0..=2 | 8..=10) {
        return None;
    }
    // SAFETY: repr(u8), and the value is one of the variants.
    Some(unsafe { std::mem::transmute::<u8, Opcode>(bits) })
}

pub fn read(data: &[u8]) -> Option<Header> {
    let (&[first, second], rest) = data.split_first_chunk::<2>()?;
    let length = match second & 0x7f {
        126 => u64::from(u16::from_be_bytes(*rest.first_chunk()?)),
        127 => u64::from_be_bytes(*rest.first_chunk()?),
        short => u64::from(short),
    };
    Some(Header {
        length,
        opcode: opcode(first & 0x0f)?,
        fin: first & 0x80 != 0,
        masked: second & 0x80 != 0,
    })
}
