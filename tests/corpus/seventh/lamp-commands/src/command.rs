#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Off,
    On,
    Dim,
    Step,
}

#[derive(Debug)]
#[allow(dead_code)]
pub struct Unknown(pub u32);

impl TryFrom<u32> for Command {
    type Error = Unknown;

    fn try_from(n: u32) -> Result<Self, Unknown> {
        match n {
            0 => Ok(Command::Off),
            1 => Ok(Command::On),
            2 => Ok(Command::Dim),
            0x10 => Ok(Command::Step),
            other => Err(Unknown(other)),
        }
    }
}
