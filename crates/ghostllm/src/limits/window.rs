//! A sliding count of the last 60 seconds.

/// How long a window is.
pub(crate) const WINDOW_SECONDS: u64 = 60;
const SLOTS: usize = 60;

/// Counts by second, and their sum over the last 60.
#[derive(Debug)]
pub(crate) struct Window {
    slots: [u32; SLOTS],
    sum: u64,
    /// The second of the latest slot.
    latest: u64,
}

impl Window {
    /// Empty, at the second `now`.
    pub(crate) const fn new(now: u64) -> Self {
        Self { slots: [0; SLOTS], sum: 0, latest: now }
    }

    /// What was counted in the 60 seconds that end with `now`.
    pub(crate) fn sum(&mut self, now: u64) -> u64 {
        self.advance(now);
        self.sum
    }

    /// Counts `amount` at `now`.
    pub(crate) fn add(&mut self, now: u64, amount: u64) {
        self.advance(now);
        let slot = &mut self.slots[slot_of(self.latest)];
        let before = *slot;
        *slot = before.saturating_add(u32::try_from(amount).unwrap_or(u32::MAX));
        self.sum += u64::from(*slot - before);
    }

    /// Takes back what was counted at `then`, unless that is out of the window by now.
    pub(crate) fn take_back(&mut self, now: u64, then: u64, amount: u64) {
        self.advance(now);
        if then + WINDOW_SECONDS <= self.latest || then > self.latest {
            return;
        }
        let slot = &mut self.slots[slot_of(then)];
        let before = *slot;
        *slot = before.saturating_sub(u32::try_from(amount).unwrap_or(u32::MAX));
        self.sum -= u64::from(before - *slot);
    }

    /// Seconds from `now` until the sum is at most `level`.
    pub(crate) fn seconds_until(&mut self, now: u64, level: u64) -> u64 {
        self.advance(now);
        let mut sum = self.sum;
        // The oldest slot leaves first.
        for age in (0..WINDOW_SECONDS).rev() {
            if sum <= level {
                return WINDOW_SECONDS - 1 - age;
            }
            let Some(second) = self.latest.checked_sub(age) else { continue };
            sum -= u64::from(self.slots[slot_of(second)]);
        }
        WINDOW_SECONDS
    }

    /// Time never runs backwards here: an earlier `now` counts as the latest second seen.
    fn advance(&mut self, now: u64) {
        let steps = now.saturating_sub(self.latest).min(WINDOW_SECONDS);
        self.latest = self.latest.max(now);
        for age in 0..steps {
            let slot = &mut self.slots[slot_of(self.latest - age)];
            self.sum -= u64::from(*slot);
            *slot = 0;
        }
    }
}

fn slot_of(second: u64) -> usize {
    usize::try_from(second % WINDOW_SECONDS).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::Window;

    #[test]
    fn counts_leave_after_sixty_seconds() {
        let mut window = Window::new(1000);
        window.add(1000, 3);
        window.add(1010, 2);
        assert_eq!((window.sum(1010), window.sum(1059)), (5, 5));
        assert_eq!(window.sum(1060), 2);
        assert_eq!(window.sum(1070), 0);
        window.add(5000, 7);
        assert_eq!(window.sum(4000), 7, "time does not run backwards");
    }

    #[test]
    fn a_reservation_is_taken_back_where_it_was_made() {
        let mut window = Window::new(0);
        window.add(0, 100);
        window.add(5, 10);
        window.take_back(30, 0, 60);
        assert_eq!(window.sum(30), 50);
        assert_eq!(window.sum(60), 10);
        window.take_back(61, 0, 40);
        assert_eq!(window.sum(61), 10, "it had left already");
        window.take_back(61, 5, 99);
        assert_eq!(window.sum(61), 0);
    }

    #[test]
    fn it_says_when_there_is_room() {
        let mut window = Window::new(1000);
        window.add(1000, 3);
        window.add(1010, 2);
        assert_eq!(window.seconds_until(1020, 5), 0);
        assert_eq!(window.seconds_until(1020, 4), 40);
        assert_eq!(window.seconds_until(1020, 2), 40);
        assert_eq!(window.seconds_until(1020, 1), 50);
        assert_eq!(window.sum(1060), 2);
        assert_eq!(window.sum(1070), 0);
    }
}
