#[repr(u8)]
#[derive(Clone, Copy)]
pub enum Mode {
    Read = 0,
    Write = 1,
    Append = 2,
}

impl TryFrom<u8> for Mode {
    type Error = ();
    fn try_from(raw: u8) -> Result<Self, ()> {
        match raw {
            0 => Ok(Mode::Read),
            1 => Ok(Mode::Write),
            2 => Ok(Mode::Append),
            _ => Err(()),
        }
    }
}

#[no_mangle]
pub extern "C" fn mode_flags(raw: u8) -> i32 {
    match Mode::try_from(raw) {
        Ok(Mode::Read) => 0,
        Ok(Mode::Write) => 1,
        Ok(Mode::Append) => 1024,
        Err(()) => -1,
    }
}
