mod pump;

use pump::{Mode, Pump};

fn main() {
    let Some(mut pump) = Pump::open(3) else {
        eprintln!("no pump at 3");
        return;
    };
    pump.set_flow(120);
    let mode = pump.mode();
    let alarm = matches!(mode, Mode::Stalled);
    println!("{mode:?} (alarm: {alarm})");
}
