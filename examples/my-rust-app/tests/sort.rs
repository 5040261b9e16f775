//! Zig's results against the standard library's, for data of many shapes.

use my_rust_app::{SortAlgorithm, ZigSorter};

/// Marsaglia's xorshift: enough chance for tests, the same in each run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
}

/// Bit patterns of many shapes: random, few values, sorted, reversed, sawtooth, all equal.
fn shapes(len: usize, random: &mut Random) -> Vec<Vec<u64>> {
    let any: Vec<u64> = (0..len).map(|_| random.next()).collect();
    let few = any.iter().map(|x| x % 3).collect();
    let mut sorted = any.clone();
    sorted.sort_unstable();
    let reversed = sorted.iter().rev().copied().collect();
    let saw = (0..len as u64).map(|n| n % 7 * 0x0101_0101_0101).collect();
    vec![any, few, sorted, reversed, saw, vec![random.next(); len]]
}

fn check(len: usize, random: &mut Random) {
    for data in shapes(len, random) {
        for algorithm in SortAlgorithm::ALL {
            let sorter = ZigSorter::new(algorithm).unwrap();
            let mut integers: Vec<i32> = data.iter().map(|x| *x as i32).collect();
            let mut expected = integers.clone();
            expected.sort_unstable();
            sorter.sort_i32(&mut integers).unwrap();
            assert_eq!(integers, expected, "{algorithm:?}, {len}");

            // Every bit pattern: NaNs with payloads, both zeros, infinities, subnormals.
            let mut floats: Vec<f64> = data.iter().map(|x| f64::from_bits(*x)).collect();
            let mut expected = floats.clone();
            expected.sort_unstable_by(f64::total_cmp);
            sorter.sort_f64(&mut floats).unwrap();
            let bits = |numbers: &[f64]| numbers.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
            assert_eq!(bits(&floats), bits(&expected), "{algorithm:?}, {len}");
        }
    }
}

#[test]
fn every_short_length() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    (0..=130).for_each(|len| check(len, &mut random));
}

#[test]
fn long_ones() {
    let mut random = Random(42);
    for len in [255, 256, 257, 1000, 4096, 10_007] {
        check(len, &mut random);
    }
}

#[test]
fn special_floats_have_a_total_order() {
    let special = [f64::NAN, -f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0, -0.0, f64::MIN_POSITIVE, -1.0, 1.0];
    for algorithm in SortAlgorithm::ALL {
        let mut data = special;
        ZigSorter::new(algorithm).unwrap().sort_f64(&mut data).unwrap();
        let mut expected = special;
        expected.sort_unstable_by(f64::total_cmp);
        assert_eq!(data.map(f64::to_bits), expected.map(f64::to_bits), "{algorithm:?}");
    }
}

#[test]
fn a_sorter_serves_many_threads() {
    let sorter = ZigSorter::new(SortAlgorithm::RadixSort).unwrap();
    std::thread::scope(|scope| {
        for seed in 1..=4 {
            let sorter = &sorter;
            scope.spawn(move || {
                let mut random = Random(seed);
                let mut data: Vec<i32> = (0..5000).map(|_| random.next() as i32).collect();
                sorter.sort_i32(&mut data).unwrap();
                assert!(data.is_sorted());
            });
        }
    });
}
