//! Rows as a picture: over time, or beside each other.
use super::drawing::{Anchor, Color, Drawing, FONT_SIZE, FOREGROUND, GRID, Point};
use crate::{
    base::clock::{DAY, Millis, format_time},
    kentik::query::{request::VizType, results::Interval},
};

/// What is drawn of a row.
pub struct Curve {
    pub name: String,
    /// The value that rows are compared by.
    pub value: f64,
    pub points: Vec<Interval>,
    /// Whether it lies over the others and is not stacked.
    pub is_overlay: bool,
}

pub struct Plot {
    pub title: String,
    pub viz: VizType,
    /// What the values are.
    pub unit: String,
    pub curves: Vec<Curve>,
}

const WIDTH: f64 = 960.0;
const TOP: f64 = 40.0;
const LEFT: f64 = 104.0;
const RIGHT: f64 = WIDTH - 20.0;
const BOTTOM: f64 = 360.0;
/// The height of a line of text.
const ROW: f64 = 18.0;
/// Lines across the picture.
const MARKS: i32 = 4;

impl Plot {
    pub fn drawing(&self) -> Drawing {
        let legend = self.curves.len() as f64 * ROW;
        let is_list = matches!(self.viz, VizType::Table | VizType::Matrix | VizType::Sankey);
        let legend_top = if is_list {
            TOP + ROW
        } else {
            BOTTOM + 3.0 * ROW
        };
        let mut drawing = Drawing::new(WIDTH, legend_top + legend + ROW);
        drawing.text((LEFT, TOP - 16.0), Anchor::Start, self.title.as_str());
        match self.viz {
            _ if is_list => {}
            VizType::Pie => self.draw_pie(&mut drawing),
            VizType::Bar => self.draw_bars(&mut drawing),
            _ => self.draw_over_time(&mut drawing),
        }
        self.draw_legend(&mut drawing, legend_top);
        drawing
    }
    fn draw_legend(&self, drawing: &mut Drawing, top: f64) {
        for (nth, curve) in self.curves.iter().enumerate() {
            let base = top + nth as f64 * ROW;
            drawing.rectangle((LEFT, base - 10.0), (LEFT + 12.0, base), Color::of(nth));
            drawing.text((LEFT + 20.0, base), Anchor::Start, curve.name.as_str());
            drawing.text(
                (RIGHT, base),
                Anchor::End,
                format!("{}{}", with_unit_prefix(curve.value), self.unit),
            );
        }
    }
    /// Lines across, with what they stand for, up to this value.
    fn draw_scale(&self, drawing: &mut Drawing, most: f64) {
        for mark in 0..=MARKS {
            let part = f64::from(mark) / f64::from(MARKS);
            let y = BOTTOM - part * (BOTTOM - TOP);
            drawing.line(
                vec![(LEFT, y), (RIGHT, y)],
                if mark == 0 { FOREGROUND } else { GRID },
                1.0,
            );
            let text = format!("{}{}", with_unit_prefix(part * most), self.unit);
            drawing.text((LEFT - 6.0, y + 4.0), Anchor::End, text);
        }
    }
    fn draw_over_time(&self, drawing: &mut Drawing) {
        let stacks = self.stacks();
        let tops = stacks.iter().flatten().map(|(_, top)| *top);
        let most = round_up(tops.fold(0.0, f64::max));
        self.draw_scale(drawing, most);
        let Some(times) = self
            .curves
            .iter()
            .map(|curve| &curve.points)
            .max_by_key(|points| points.len())
        else {
            return;
        };
        let (Some(first), Some(last)) = (times.first(), times.last()) else {
            return;
        };
        let end = last.0.saturating_add(last.2.saturating_mul(1000));
        let times = Axis {
            from: first.0,
            until: end,
        };
        times.draw(drawing);
        for (nth, (curve, stack)) in self.curves.iter().zip(&stacks).enumerate() {
            let path = |value: fn(&(f64, f64)) -> f64| {
                let heights = stack
                    .iter()
                    .map(|edges| BOTTOM - value(edges) / most * (BOTTOM - TOP));
                self.path(&times, curve, heights)
            };
            let top = path(|(_, top)| *top);
            if self.is_stacked(curve) {
                let mut around = path(|(bottom, _)| *bottom);
                around.reverse();
                drawing.area([top.clone(), around].concat(), Color::of(nth).lighter());
            }
            drawing.line(top, Color::of(nth), 1.5);
        }
    }
    /// Through the middles of the intervals, or along them.
    fn path(&self, times: &Axis, curve: &Curve, heights: impl Iterator<Item = f64>) -> Vec<Point> {
        let points = curve.points.iter().zip(heights);
        let points = points.flat_map(|((at, _, seconds), y)| {
            let end = at.saturating_add(seconds.saturating_mul(1000));
            let (start, end) = (times.x(*at), times.x(end));
            match self.viz {
                VizType::StackedBar => vec![(start, y), (end, y)],
                _ => vec![((start + end) / 2.0, y)],
            }
        });
        points.collect()
    }
    fn is_stacked(&self, curve: &Curve) -> bool {
        self.viz != VizType::Line && !curve.is_overlay
    }
    /// From where to where each curve goes in each step.
    fn stacks(&self) -> Vec<Vec<(f64, f64)>> {
        let mut below: Vec<f64> = vec![];
        let stack = |curve: &Curve| {
            below.resize(below.len().max(curve.points.len()), 0.0);
            let steps = curve.points.iter().zip(&mut below);
            let steps = steps.map(|((_, value, _), below)| match self.is_stacked(curve) {
                false => (0.0, *value),
                true => {
                    let from = *below;
                    *below += value;
                    (from, *below)
                }
            });
            steps.collect()
        };
        self.curves.iter().map(stack).collect()
    }
    fn draw_bars(&self, drawing: &mut Drawing) {
        let values = self.curves.iter().map(|curve| curve.value);
        let most = round_up(values.fold(0.0, f64::max));
        self.draw_scale(drawing, most);
        let width = (RIGHT - LEFT) / self.curves.len().max(1) as f64;
        for (nth, curve) in self.curves.iter().enumerate() {
            let left = LEFT + nth as f64 * width;
            let top = BOTTOM - curve.value / most * (BOTTOM - TOP);
            drawing.rectangle(
                (left + width * 0.1, top),
                (left + width * 0.9, BOTTOM),
                Color::of(nth),
            );
        }
    }
    fn draw_pie(&self, drawing: &mut Drawing) {
        let sum: f64 = self.curves.iter().map(|curve| curve.value).sum();
        let (center, radius) = ((WIDTH / 2.0, (TOP + BOTTOM) / 2.0), (BOTTOM - TOP) / 2.0);
        let at = |turn: f64| {
            let angle = turn * std::f64::consts::TAU;
            (
                center.0 + radius * angle.sin(),
                center.1 - radius * angle.cos(),
            )
        };
        let mut from = 0.0;
        for (nth, curve) in self.curves.iter().enumerate().filter(|_| sum > 0.0) {
            let part = curve.value / sum;
            let steps = (part * 120.0).ceil().max(1.0);
            let rim = (0..=steps as u32).map(|step| at(from + part * f64::from(step) / steps));
            drawing.area(std::iter::once(center).chain(rim).collect(), Color::of(nth));
            from += part;
        }
    }
}

/// The times that the picture is about, from left to right.
struct Axis {
    from: Millis,
    until: Millis,
}

impl Axis {
    fn length(&self) -> Millis {
        self.until.saturating_sub(self.from)
    }
    fn x(&self, at: Millis) -> f64 {
        let part = at.saturating_sub(self.from) as f64 / self.length() as f64;
        LEFT + part * (RIGHT - LEFT)
    }
    fn draw(&self, drawing: &mut Drawing) {
        let length = self.length();
        for mark in 0..=MARKS {
            let part = length.saturating_mul(i64::from(mark));
            let part = part.checked_div(i64::from(MARKS)).unwrap_or(0);
            let at = self.from.saturating_add(part);
            let anchor = match mark {
                0 => Anchor::Start,
                MARKS => Anchor::End,
                _ => Anchor::Middle,
            };
            drawing.text((self.x(at), BOTTOM + ROW), anchor, time_label(at, length));
        }
    }
}

/// The next value of one digit; 1 where there is nothing.
fn round_up(most: f64) -> f64 {
    if !(most > 0.0 && most.is_finite()) {
        return 1.0;
    }
    let scale = 10f64.powf(most.log10().floor());
    (most / scale).ceil() * scale
}

/// A value with three digits or so, in thousands, millions …
fn with_unit_prefix(value: f64) -> String {
    const UNITS: [&str; 6] = ["", "k", "M", "G", "T", "P"];
    let (mut rest, mut unit) = (value, 0usize);
    while rest.abs() >= 1000.0 && unit < UNITS.len().saturating_sub(1) {
        rest /= 1000.0;
        unit = unit.saturating_add(1);
    }
    let digits = match rest.abs() {
        less if less >= 100.0 || less.fract() == 0.0 => 0,
        less if less >= 10.0 => 1,
        _ => 2,
    };
    format!("{rest:.digits$} {}", UNITS[unit])
}

/// The time of day, or the day where the span is long.
fn time_label(at: Millis, span: Millis) -> String {
    let text = format_time(at);
    let (day, time) = text.split_once('T').unwrap_or((&text, ""));
    match span > 2 * DAY {
        true => day.to_owned(),
        false => time.chars().take(5).collect(),
    }
}

/// Texts are as high as the room that lines of them leave.
const _: () = assert!(FONT_SIZE < ROW);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_short() {
        assert_eq!(
            [
                with_unit_prefix(0.0),
                with_unit_prefix(1234.0),
                with_unit_prefix(12_345_678.0),
                with_unit_prefix(0.5)
            ],
            ["0 ", "1.23 k", "12.3 M", "0.50 "]
        );
        assert_eq!(
            [round_up(0.0), round_up(9.0), round_up(12.0)],
            [1.0, 9.0, 20.0]
        );
    }
}
