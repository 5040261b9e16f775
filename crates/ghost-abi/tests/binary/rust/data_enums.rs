//! Enums that carry data, in each form that a `repr` promises, and one that promises nothing.
#[repr(C)]
pub enum Shape {
    Empty,
    Circle(f32),
    Box { width: u8, height: u64 },
}
#[repr(u8)]
pub enum Packet {
    Ping,
    Data(u32),
    Pair { small: u8, big: u64 },
}
#[repr(C, u8)]
pub enum Event {
    Key(u16),
    Move { x: i32, y: i32 },
}
pub enum Private {
    Number(u64),
    Nothing,
    Both(u8, u64, u16),
}
#[unsafe(no_mangle)]
pub extern "C" fn shape_area(shape: Shape) -> f64 {
    match shape {
        Shape::Empty => 0.0,
        Shape::Circle(r) => f64::from(r),
        Shape::Box { width, height } => f64::from(width) * height as f64,
    }
}
#[unsafe(no_mangle)]
pub extern "C" fn packet_size(packet: &Packet) -> u64 {
    match packet {
        Packet::Ping => 0,
        Packet::Data(n) => u64::from(*n),
        Packet::Pair { small, big } => u64::from(*small) + big,
    }
}
#[unsafe(no_mangle)]
pub extern "C" fn event_next(event: *mut Event) {
    unsafe {
        *event = match &*event {
            Event::Key(k) => Event::Move { x: i32::from(*k), y: 1 },
            Event::Move { x, y } => Event::Key((x + y) as u16),
        }
    }
}
#[unsafe(no_mangle)]
pub extern "C" fn private_number(private: &Private) -> u64 {
    match private {
        Private::Number(n) => *n,
        Private::Nothing => 0,
        Private::Both(a, b, c) => u64::from(*a) + b + u64::from(*c),
    }
}
