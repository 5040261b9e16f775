use std::os::raw::c_char;

#[repr(C)]
struct RawModem {
    _p: [u8; 0],
}

extern "C" {
    fn modem_open(baud: u32) -> *mut RawModem;
    fn modem_send(m: *mut RawModem, command: *const c_char) -> bool;
    fn modem_sent(m: *const RawModem) -> usize;
    fn modem_close(m: *mut RawModem);
}

/// All with their NUL.
const COMMANDS: [&str; 5] = [
    "ATZ\0",
    "ATE0\0",
    "AT+CSQ\0",
    "AT+CREG?",
    "AT+CMGF=1\0",
];

fn main() {
    let modem = unsafe { modem_open(115_200) };
    if modem.is_null() {
        println!("no modem");
        return;
    }
    for command in COMMANDS {
        if !unsafe { modem_send(modem, command.as_ptr().cast()) } {
            println!("{command:?} was refused");
        }
    }
    println!("{} bytes", unsafe { modem_sent(modem) });
    unsafe { modem_close(modem) };
}
