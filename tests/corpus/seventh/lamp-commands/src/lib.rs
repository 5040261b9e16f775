mod command;

use command::Command;

#[derive(Default)]
pub struct Lamp {
    level: u8,
    saved: u8,
}

#[repr(i32)]
#[derive(Clone, Copy)]
pub enum Status {
    Ok = 0,
    BadHandle = 1,
    BadCommand = 2,
}

#[no_mangle]
pub extern "C" fn lamp_new() -> *mut Lamp {
    Box::into_raw(Box::default())
}

#[no_mangle]
pub unsafe extern "C" fn lamp_do(lamp: *mut Lamp, command: u32, arg: u32) -> Status {
    let Some(lamp) = lamp.as_mut() else { return Status::BadHandle };
    let Ok(command) = Command::try_from(command) else { return Status::BadCommand };
    match command {
        Command::Off => {
            lamp.saved = lamp.level;
            lamp.level = 0;
        }
        Command::On => lamp.level = if lamp.saved == 0 { 100 } else { lamp.saved },
        Command::Dim => lamp.level = arg.min(100) as u8,
        Command::Step => lamp.level = lamp.level.saturating_add(arg.min(100) as u8).min(100),
    }
    Status::Ok
}

#[no_mangle]
pub unsafe extern "C" fn lamp_level(lamp: *const Lamp) -> u8 {
    lamp.as_ref().map_or(0, |l| l.level)
}

#[no_mangle]
pub unsafe extern "C" fn lamp_free(lamp: *mut Lamp) {
    if !lamp.is_null() {
        drop(Box::from_raw(lamp));
    }
}
