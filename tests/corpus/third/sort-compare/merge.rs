use std::cmp::Ordering;

pub fn merge<T: Copy>(a: &[T], b: &[T], order: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    let mut out = Vec::with_capacity(a.len());
    let (mut a, mut b) = (a, b);
    while let (Some((x, rest_a)), Some((y, rest_b))) = (a.split_first(), b.split_first()) {
        if order(x, y) == Ordering::Greater {
            out.push(*y);
            b = rest_b;
        } else {
            out.push(*x);
            a = rest_a;
        }
    }
    out.extend_from_slice(a);
    out.extend_from_slice(b);
    out
}
