//! Rust calls the Zig library through the emitted declarations.
use std::ffi::c_void;

macro_rules! golden {
    ($($case:ident)*) => { $(mod $case { include!(concat!(stringify!($case), ".rs")); })* };
}
golden! { by_value enums unions callbacks wide bits statics variadic nullable moved }

unsafe extern "C" fn sum_until_ten(user: *mut c_void, value: i32) -> bool {
    let sum = unsafe { &mut *user.cast::<i32>() };
    *sum += value;
    *sum < 10
}

fn main() {
    unsafe {
        use by_value::{Point, large_make, large_sum, point_add};
        let sum = point_add(Point { x: 1.0, y: 2.0 }, Point { x: 3.0, y: 4.0 });
        assert_eq!((sum.x, sum.y), (4.0, 6.0));
        let large = large_make(2.0);
        assert_eq!((large.values, large.tag), ([2.0, 4.0, 6.0, 8.0], 7));
        assert_eq!(large_sum(large), 27.0);

        // A value without a name is a value like others here.
        assert_eq!(enums::level_raise(enums::Level::Low), enums::Level(4));
        assert_eq!(enums::level_raise(enums::Level(1)), enums::Level::Middle);

        use unions::{Kind, Number, Tagged, number_double};
        let doubled = number_double(Tagged { kind: Kind::Real, number: Number { real: 1.5 } });
        assert_eq!((doubled.kind, doubled.number.real), (Kind::Real, 3.0));

        let mut sum = 0_i32;
        let xs = [1, 2, 3, 4, 5];
        let user = (&raw mut sum).cast();
        assert_eq!(callbacks::for_each(xs.as_ptr(), xs.len(), Some(sum_until_ten), user), 3);
        assert_eq!(callbacks::for_each(xs.as_ptr(), xs.len(), None, user), 0);
        assert_eq!(callbacks::adder().map(|add| add(2, 3)), Some(5));

        assert_eq!(wide::wide_mul(1 << 63, 1 << 63), 1 << 126);
        assert_eq!(wide::wide_neg(-(1 << 100)), 1 << 100);

        let flags = bits::Flags(0).with_mode(u32::from(bits::Mode::slow.0)).with_level(30).with_type(200);
        let mut next = bits::flags_next(flags);
        assert!(next.ready());
        assert_eq!(next.mode(), u32::from(bits::Mode::fast.0));
        assert_eq!((next.level(), next.r#type(), next.top()), (31, 200, 0xF));
        assert_eq!(next.with_ready(false).with_top(0x7).0 >> 28, 7);
        bits::flags_clear(&mut next);
        assert_eq!(next, bits::Flags(0));

        assert_eq!(statics::PRIMES, [2, 3, 5, 7, 11]);
        statics::counter += 1;
        assert_eq!(statics::counter, 41);
        assert_eq!(statics::new, 9);

        let lanes = moved::Lanes { tag: 1, _align_v: [], v: [2.0, 3.0, 4.0, 5.0] };
        assert_eq!(moved::lanes_sum(&lanes), 15.0);
        let both = moved::Seen { a: 4, _align_b: [], b: 2 };
        assert_eq!(moved::seen(&both, std::ptr::null()), 42);

        assert_eq!(variadic::sum_of(3, 10, 20, 12), 42);
        assert_eq!(nullable::text_len(c"ghost".as_ptr()), 5);
    }
}
